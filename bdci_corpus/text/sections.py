"""Names of sections that head what stands below them whatever it is: a list, rows of a table, a date.

Each is the heading of a kind of document whose writers all use it (a résumé, a recipe, a paper, a sick person's
record, an offer of work), and is a whole line.
"""

from __future__ import annotations

SECTION_NAMES = frozenset(
    (
        *("个人信息", "基本信息", "个人资料", "求职意向", "教育背景", "教育经历", "学习经历", "工作经历", "工作经验"),
        *("实习经历", "实习经验", "项目经验", "项目经历", "校园经历", "在校经历", "社会实践", "实践经历", "科研经历"),
        *("专业技能", "职业技能", "个人技能", "技能特长", "技能证书", "自我评价", "个人评价", "获奖情况", "获奖经历"),
        *("荣誉奖项", "荣誉证书", "所获证书", "语言能力", "兴趣爱好", "個人簡介", "教育背景", "工作經歷", "自我評價"),
        *(
            "用料",
            "食材",
            "材料",
            "原料",
            "主料",
            "辅料",
            "配料",
            "调料",
            "做法",
            "步骤",
            "制作步骤",
            "制作方法",
            "烹饪步骤",
        ),
        *("制作方法", "烹饪步骤", "小贴士", "烹饪技巧", "做法步骤", "準備材料", "作法", "步驟", "小貼士"),
        *("摘要", "关键词", "引言", "结论", "结语", "致谢", "参考文献", "附录", "参考资料", "參考文獻", "結論", "致謝"),
        *("主诉", "现病史", "既往史", "个人史", "家族史", "体格检查", "辅助检查", "入院诊断", "出院诊断", "诊疗经过"),
        *("岗位职责", "任职要求", "任职资格", "职位描述", "工作职责", "福利待遇", "岗位要求", "工作内容"),
        *("参会人员", "会议内容", "会议议程", "会议决议", "产品参数", "产品特点", "使用方法", "注意事项", "联系方式"),
        *(
            "Education",
            "Experience",
            "Work Experience",
            "Projects",
            "Skills",
            "Ingredients",
            "Directions",
            "Instructions",
        ),
        *(
            "Directions",
            "Instructions",
            "References",
            "Acknowledgments",
            "Acknowledgements",
            "Appendix",
            "Conclusion",
            "Conclusions",
        ),
    )
)
"""Names of sections, in both scripts where both are common."""
