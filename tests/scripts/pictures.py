"""Make the pictures of README and site: ``python tests/scripts/pictures.py docs/pictures``.

A small corpus is made here, built, and looked at in the Chromium of this machine; needs the dependency group
``browser``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from browsing import chromium, page_of

from bdci_corpus.building import build
from bdci_corpus.viewing import ReleaseView, Viewer

PAGE = {"width": 1200, "height": 760}
"""CSS pixels: what a laptop shows without scrolling."""

TEXTS = {
    "notices/library.txt": "县图书馆开放时间调整通知\n\n自下月一日起,县图书馆周末开放至晚上九点<PAGE_DIV>\n\n,"
    "读者可凭借书证预约自习座位(每人每天一次)。\n\n为方便读者,馆内新增了“地方志”阅览区,欢迎前来查阅。* z2 B w' ?4 G- c( v! o4 }\n",
    "notices/library_hant.txt": "縣圖書館開放時間調整通知\n\n自下月一日起，縣圖書館週末開放至晚上九點，讀者可憑借書證預約自習座位（每人每天一次）。"
    "\n\n為方便讀者，館內新增了「地方志」閱覽區，歡迎前來查閱！\n",
    "news/harbor.txt": "跨越數(shù)字鴻溝 碼頭漁民用上了網(wǎng)絡(luò)\n\n2023年05月14日\u00a0\u00a0來源:港口日報\n\n今年春天,碼頭邊的漁船都裝上了定位設(shè)備,"
    "漁民們在手機上就能看到風浪和魚訊.老船長說:“以前靠天,現(xiàn)在靠網(wǎng)絡(luò)。”\n",
    "news/valley.md": "---\ntitle: 山谷里的小学\ndate: 2022-09-01\n---\n# 山谷里的小学\n\n这所**小学**只有十二个学生,却有一座藏书三千册的图书室。\n",
    "news/market.txt": "早市上的蔬菜是凌晨从城外运来的,最早的摊主三点就到了。买菜的人说,新鲜比便宜更要紧。\n",
    "news/theater.txt": "剧场重新开放的那个晚上,台下坐满了老街坊。演员谢幕三次,掌声仍未停下。\n",
}
"""Six texts of ours, with the noise that is met in such folders."""


def made(folder: Path) -> Path:
    """Build the release of the texts, and return its folder."""
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "corpus.toml").write_text(
        '[corpus]\nname = "harbor-town"\nversion = "1.0.0"\nscript = "zh-Hans"\nraw = "."\n'
        '[[sources]]\nname = "news"\nfiles = ["news/*"]\nlicense = "CC-BY-4.0"\nrestriction = "attribution"\n'
        'attribution = "Harbor Town News"\n'
        '[[sources]]\nname = "notices"\nfiles = ["notices/*"]\nlicense = "CC0-1.0"\nrestriction = "open"\n'
        "[splits]\nratios = { train = 0.7, validation = 0.3 }\n",
        encoding="utf-8",
    )
    return build(folder, out=folder / "release", workers=1, freeze=True).release


def main(out: Path) -> None:
    """Write the pictures into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        release = made(Path(folder))
        viewer = Viewer(ReleaseView(release))
        thread = Thread(target=viewer.serve)
        thread.start()
        number = ReleaseView(release).number_of("news/harbor.txt")
        for locale, name in (("en-US", "en"), ("zh-CN", "zh")):
            with page_of(browser, f"{viewer.url}#{number}", viewport=PAGE, locale=locale) as (page, _):
                page.wait_for_selector("#filter-rule")
                page.locator("main mark.old").nth(2).hover()
                page.screenshot(path=out / f"view.{name}.png")
            with page_of(browser, (release / "report.html").as_uri(), viewport=PAGE, locale=locale) as (page, _):
                page.screenshot(path=out / f"report.{name}.png")
        viewer.close()
        thread.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
