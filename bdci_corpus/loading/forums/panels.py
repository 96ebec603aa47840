"""What forums print around posts: what an author is and has, and what one can do with a post."""

from __future__ import annotations

import re

_BLANK = "[ \t\u00a0\u3000]"

FLOOR = (
    "(?:楼主|樓主|沙发|沙發|板凳|地板|地下室|\\d{1,6}[ ]?(?:[#楼樓F]|楼层|#)|[#＃]\\d{1,6}|第[ ]?\\d{1,6}[ ]?[楼樓])"
)

_COUNTS = (
    "主题|主題|帖子|帖數|帖数|积分|積分|精华|精華|好友|听众|收听|贡献|威望|金钱|金币|銀幣|银元|铜币|人气|魅力|经验|关注|粉丝|回帖|日志|相册|分享|记录"
    "|阅读权限|在线时间|注册时间|注册日期|最后登录|最後登錄|来自|來自|文章|发帖|性别|状态"
    "|Posts|Threads|Joined|Join Date|Location|Reputation|Likes"
)

_RANK = (
    "新手上路|[^\\W\\d]{0,6}(?:会员|會員|元老|版主|斑竹|管理员|管理員|贵宾|禁止发言|等待验证|游客|侠客|进士|举人|秀才|童生|吧主|粉丝)|Rank:.*"
    "|新手|菜鸟|LV\\.?[ ]?\\d{1,3}|Lv\\.?[ ]?\\d{1,3}|[^\\s]{1,12}吧[ ]?\\d{0,3}级?|\\d{1,2}级|[^\\W\\da-zA-Z]{2,5}\\d{1,2}"
    "|(?:Junior |Senior )?Member|Moderator|Administrator|Newbie"
)

_PANEL = re.compile(
    f"(?:(?!(?:主题|主題|帖子){_BLANK}*[:：]{_BLANK}*[^\\d\\s])(?:{_COUNTS}|UID|TA的[^\\n]{{0,8}}){_BLANK}*[:：]?{_BLANK}*[\\w.,:/ 万億亿级+-]{{0,24}}|{_RANK}"
    "|该用户从未签到|該用戶從未簽到|签到天数.{0,20}|当前(?:离线|在线)|離線|离线|在线|发消息|发短消息|加好友|打招呼|加关注|加為好友|串个门|个人空间"
    "|窥视卡|窺視卡|雷达卡|雷達卡|道具卡|[^\\s]{1,30} (?:当前|當前)(?:离线|在线|離線|在線)|电梯直达|電梯直達|跳转到指定楼层|大 中 小|头像被屏蔽|个人主页|查看个人网站|查看详细资料)"
)

_NUMBER = re.compile("[\\d.,]{1,9}[万萬亿+]?")

_TOOLS = (
    "回复|回覆|回帖|引用|使用道具|道具|举报|舉報|檢舉|支持|反对|反對|顶|踩|评分|評分|收藏|淘帖|点评|點評|分享|报告|報告|编辑|編輯|管理|只看该作者|只看該作者"
    "|倒序浏览|TOP|顶部|頂部|收起回复|收起|查看全部|鲜花|鸡蛋|送花|赞|讚|Top|Quote|Reply|Report|Like|Share|\\(\\d{1,5}\\)|(?<!\\d)\\d{1,5}(?!\\d)|\\[|\\]|\\|"
)

_TOOL_LINE = re.compile(f"(?>(?:{_TOOLS}){_BLANK}*){{1,12}}")

_PAGE_LINE = re.compile(
    ".{0,60}(?:Powered by (?:Discuz|phpBB|vBulletin|PHPWind)|'s Archiver|\\[打印本页\\]|\\[列印本頁\\]).{0,60}"
    "|欢迎光临.{0,80}|歡迎光臨.{0,80}|页[:：][ ]?(?:\\[?\\d{1,4}\\]?[ ]?){1,12}"
    "|这是一个创建于 \\d{1,5} 天前的主题.{0,60}|我也说一句|收起回复|\\d{4}-\\d{1,2}-\\d{1,2} \\d{1,2}:\\d{2} ?回复|只看楼主收藏?回?复?|\\d{1,6} 条回复.{0,40}|V2EX *[›>].{0,40}"
    "|(?:找回密码|(?:立即)?注册|(?:自动)?登录|(?:QQ|微信|微博)登录|用QQ帐号登录|(?:只需|仅需)一步[,，]快速开始|扫一扫[,，]访问微社区|快捷导航|门户|搜索|热搜[:：].{0,80})"
    "|查看[:：][ ]?\\d{1,9}[ ]?\\|[ ]?回[复復][:：][ ]?\\d{1,9}|马上注册[,，].{0,40}|您需要 ?登录 ?(?:后)?才可以(?:下载或查看|回[帖复]|发[帖表]).{0,60}|[xX×]"
    "|发表回复|高级模式|B Color Image Link Quote Code Smilies.{0,20}|本版积分规则.{0,40}|回帖(?:并转播|后跳转到最后一页)|(?:(?:上|下)一主题[ |]?){1,2}|快速回复(?: ?返回(?:顶部|列表)){0,2}|返回(?:顶部|版块)"
    "|(?:Archiver[|｜])?(?:手机版|小黑屋)[|｜].{0,120}|GMT\\+8, \\d{4}-\\d{1,2}-\\d{1,2} .{0,120}|(?:©|\\(C\\)) ?20\\d\\d-20\\d\\d (?:Comsenz|Discuz).{0,40}|发帖时请遵守.{0,40}"
    "|(?:返回列表|发新话题|发表新帖|查看完整版本)(?:[: ：].{0,60})?"
)


def is_panel(line: str) -> bool:
    """Return whether a line says what an author is or has; a bare number is one only beside such a line."""
    return _PANEL.fullmatch(line) is not None


def is_number(line: str) -> bool:
    """Return whether a line is a count."""
    return _NUMBER.fullmatch(line) is not None


def is_of_page(line: str) -> bool:
    """Return whether a line belongs to the forum's page, wherever it stands."""
    return _PAGE_LINE.fullmatch(line) is not None


def is_tool(line: str) -> bool:
    """Return whether a line offers what one can do with a post, or belongs to the forum's page."""
    return (_TOOL_LINE.fullmatch(line) is not None and not is_number(line)) or _PAGE_LINE.fullmatch(line) is not None
