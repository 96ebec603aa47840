"""Signs that Markdown's readers turn into other characters: emoji by their names, raised and lowered figures."""

from __future__ import annotations

from collections.abc import Iterator

from bdci_corpus.loading.markdown.masks import Mask
from bdci_corpus.patterns import lazily

_NAMES = """
tada 🎉 rocket 🚀 sparkles ✨ bug 🐛 memo 📝 pencil 📝 pencil2 ✏️ book 📖 books 📚 bulb 💡 fire 🔥
star ⭐ star2 🌟 stars 🌠 heart ❤️ warning ⚠️ zap ⚡ lock 🔒 key 🔑 wrench 🔧 hammer 🔨 gear ⚙️
package 📦 art 🎨 construction 🚧 link 🔗 mag 🔍 mag_right 🔎 eyes 👀 white_check_mark ✅
heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ o ⭕
question ❓ exclamation ❗ grey_question ❔ heavy_exclamation_mark ❗ bangbang ‼️ no_entry ⛔
no_entry_sign 🚫 recycle ♻️ boom 💥 collision 💥 clap 👏 pray 🙏 muscle 💪 wave 👋 ok_hand 👌
raised_hands 🙌 point_right 👉 point_left 👈 point_down 👇 point_up ☝️ point_up_2 👆 v ✌️ fist ✊
+1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 smile 😄 smiley 😃 grin 😁 grinning 😀 joy 😂 laughing 😆
blush 😊 wink 😉 relaxed ☺️ heart_eyes 😍 kissing_heart 😘 stuck_out_tongue 😛
stuck_out_tongue_winking_eye 😜 sunglasses 😎 smirk 😏 unamused 😒 sweat 😓 sweat_smile 😅
cold_sweat 😰 sob 😭 cry 😢 disappointed 😞 confused 😕 thinking 🤔 sleeping 😴 mask 😷 scream 😱
flushed 😳 rage 😡 angry 😠 innocent 😇 yum 😋 neutral_face 😐 expressionless 😑 triumph 😤 rofl 🤣
hugs 🤗 nerd_face 🤓 dog 🐶 doge 🐶 cat 🐱 snail 🐌 snake 🐍 whale 🐳 penguin 🐧 bee 🐝 octocat 🐙
monkey 🐒 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 turtle 🐢 panda_face 🐼 ghost 👻
computer 💻 iphone 📱 phone ☎️ telephone ☎️ email 📧 e-mail 📧 envelope ✉️ mailbox 📫
mailbox_with_mail 📬 incoming_envelope 📨 calendar 📅 date 📅 clipboard 📋 pushpin 📌
round_pushpin 📍 paperclip 📎 file_folder 📁 open_file_folder 📂 page_facing_up 📄
page_with_curl 📃 bookmark 🔖 bookmark_tabs 📑 notebook 📓 ledger 📒 newspaper 📰 label 🏷️
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 hourglass ⌛
alarm_clock ⏰ watch ⌚ stopwatch ⏱️ speech_balloon 💬 thought_balloon 💭 mega 📣 loudspeaker 📢
bell 🔔 gift 🎁 balloon 🎈 confetti_ball 🎊 trophy 🏆 medal_sports 🏅 crown 👑 gem 💎 moneybag 💰
coffee ☕ beer 🍺 beers 🍻 cake 🍰 birthday 🎂 apple 🍎 watermelon 🍉 tomato 🍅 sunny ☀️ cloud ☁️
umbrella ☔ snowflake ❄️ rainbow 🌈 moon 🌔 earth_asia 🌏 earth_americas 🌎 earth_africa 🌍
globe_with_meridians 🌐 seedling 🌱 evergreen_tree 🌲 four_leaf_clover 🍀 rose 🌹
cherry_blossom 🌸 sunflower 🌻 maple_leaf 🍁 leaves 🍃 house 🏠 office 🏢 school 🏫 car 🚗 bus 🚌
train 🚋 bike 🚲 airplane ✈️ ship 🚢 checkered_flag 🏁 triangular_flag_on_post 🚩 cn 🇨🇳 us 🇺🇸
gb 🇬🇧 jp 🇯🇵 kr 🇰🇷 de 🇩🇪 fr 🇫🇷 ru 🇷🇺 es 🇪🇸 it 🇮🇹 arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️
arrow_down ⬇️ arrow_forward ▶️ back 🔙 top 🔝 new 🆕 free 🆓 cool 🆒 ok 🆗 sos 🆘 100 💯 one 1️⃣
two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣
keycap_ten 🔟 information_source ℹ️ copyright ©️ red_circle 🔴 large_blue_circle 🔵
white_circle ⚪ black_circle ⚫ green_heart 💚 blue_heart 💙 yellow_heart 💛 purple_heart 💜
broken_heart 💔 small_blue_diamond 🔹 small_orange_diamond 🔸 large_blue_diamond 🔷
large_orange_diamond 🔶 video_game 🎮 dart 🎯 game_die 🎲 musical_note 🎵 notes 🎶 headphones 🎧
microphone 🎤 movie_camera 🎥 camera 📷 tv 📺 microscope 🔬 telescope 🔭 pill 💊 robot 🤖 alien 👽
shield 🛡️ lipstick 💄 rotating_light 🚨 green_apple 🍏 truck 🚚 wheelchair ♿ wastebasket 🗑️
card_file_box 🗃️ building_construction 🏗️ children_crossing 🚸 busts_in_silhouette 👥
bust_in_silhouette 👤 man_technologist 👨‍💻 family 👪 baby 👶
"""

_BY_NAME = dict(zip(_NAMES.split()[::2], _NAMES.split()[1::2], strict=True))
"""The emoji that people name most, as GitHub calls them."""

_NAMED = lazily(r":([a-z0-9_+-]{1,40}):")
"""A name between colons; what stands around it is looked at where the name is known, which few are."""

_TIGHT = 3
"""The shortest name that may stand directly behind Chinese, in characters."""

_FIGURES = r"(?P<figures>[-+−]?[0-9]{1,4}[-+]?|[-+])"

_RAISES, _LOWERS = lazily(rf"\^{_FIGURES}\^(?![\d^~])"), lazily(rf"~{_FIGURES}~(?![\d^~])")
"""What Pandoc raises and lowers: x^2^, H~2~O."""

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")

_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def named_emoji(text: str, start: int) -> Iterator[Mask]:
    """Yield emoji where they are called by a name that is known."""
    for named in _NAMED.finditer(text, start):
        emoji = _BY_NAME.get(named[1])
        if emoji and _is_apart(text, named.start(), named.end(), named[1]):
            yield Mask(*named.span(), "inline", emoji)


def _is_apart(text: str, start: int, end: int, name: str) -> bool:
    """Return whether no word, colon or slash touches a name: ``12:30:45`` and ``a:b:c`` are none."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before and not before.isascii():
        return len(name) >= _TIGHT and name[0].isalpha()
    return not any(char and char.isascii() and (char.isalnum() or char in "_:/") for char in (before, after))


def small_figures(text: str, start: int) -> Iterator[Mask]:
    """Yield figures that stand higher or lower than what they follow."""
    for sign, letters in ((_RAISES, _RAISED), (_LOWERS, _LOWERED)):
        for small in sign.finditer(text, start):
            before = text[small.start() - 1 : small.start()] if small.start() else ""
            if before.isalnum() or before in (")", "]", "）"):
                yield Mask(*small.span(), "inline", small["figures"].translate(letters))
