"""Notes as people write them: Chinese and English, bold, links, code, frontmatter, and slips of all of these."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        *(
            "模型",
            "训练",
            "方案：",
            "（注）",
            "。",
            "，",
            "、",
            "“引号”",
            "！",
            "⼀个",
            "AI、",
            "#标签",
            "#tag，明天",
            "【【甲】】",
        ),
        *(
            "Claude",
            "GPT-4",
            "3.5",
            "ver１２",
            "a_b_c",
            "2**3",
            "$5",
            "10%",
            "@某人",
            "^id",
            "::",
            "%%",
            "1.",
            "-",
            "[x]",
        ),
        *(
            "https://a.example/x中文",
            "<b>粗</b>",
            "<br>",
            "&nbsp;",
            "\\*",
            "|",
            "==",
            "~~",
            "](",
            "![",
            "{{x}}",
            "关键:",
        ),
        *("🙂", "👨‍👩‍👧", "\u00a0", "\u200b", "\u3000", "\u2028", "\ufeff"),
    ]
)
SPACES = st.sampled_from(["", "", " ", " ", "  ", "\t", "\u3000"])
INLINE = st.one_of(
    WORDS,
    st.sampled_from(["**", "*", "_", "__", "`", "``", "$", "[[", "]]", "==", "~~", "[^1]", "#"]),
    WORDS.map(lambda word: f"**{word}**"),
    WORDS.map(lambda word: f"**{word}：**"),
    WORDS.map(lambda word: f"*{word}*"),
    WORDS.map(lambda word: f"__{word}__"),
    WORDS.map(lambda word: f"`{word}  x`"),
    WORDS.map(lambda word: f"${word}$"),
    WORDS.map(lambda word: f"[[笔记 {word}#标题|{word} 名]]"),
    st.sampled_from(
        ["[[其他]]", "![[图.png]]", "[文 字](其他.md)", "[外](https://b.example/a b)", "![](图.png)", "[^1]"]
    ),
)
LINE = st.lists(st.tuples(INLINE, SPACES), min_size=1, max_size=7).map(lambda parts: "".join(a + b for a, b in parts))
MARKERS = st.sampled_from(
    [
        "- ",
        "* ",
        "+  ",
        "-\t",
        "1. ",
        "2) ",
        "  - ",
        "    - ",
        "> ",
        ">",
        "> - ",
        "- [ ] ",
        "#",
        "## ",
        "##",
        "###  ",
        "    ",
    ]
)
BLOCKS = st.one_of(
    LINE,
    st.tuples(MARKERS, LINE).map("".join),
    st.lists(st.tuples(MARKERS, LINE).map("".join), min_size=2, max_size=4).map("\n".join),
    st.sampled_from(
        ["## 摘要", "## 正文", "## 相关文档", "## 关联主题", "# 题", "---", "***", "* * *", "标题\n===", "x\n---"]
    ),
    st.tuples(st.sampled_from(["```", "```py", "~~~", "  ```"]), LINE, st.sampled_from(["```", "~~~", ""])).map(
        "\n".join
    ),
    LINE.map(lambda line: f"| a | b |\n|---|:-:|\n| {line} | 2 |"),
    LINE.map(lambda line: f"<div>\n{line}\n</div>"),
    LINE.map(lambda line: f"$$\n{line}\n$$"),
    LINE.map(lambda line: f"$$\na\n+ {line}\n\n* b\n$$"),
    LINE.map(lambda line: f"> $$\n> - {line}\n> $$"),
    LINE.map(lambda line: f"<%*\nlet a = `{line}`\n\n+ _b_;\n%>"),
    LINE.map(lambda line: f"{line} <% tp.x(\n- 1) %>"),
    LINE.map(lambda line: f"见 <script>\n* {line}\n</script> 处"),
    LINE.map(lambda line: f"<script>\n\n_a_ {line}\n</script>"),
    LINE.map(lambda line: f"开着 [[{line}\n`**甲：**乙` ]] 尾"),
    LINE.map(lambda line: f"https://a.example/_x_/*y*/__z__ {line}"),
    st.sampled_from(["\n---\ntitle: _甲_\ntags:\n- b\n---", "a  \nb\n---", "<!-- a\n\n* b -->", "`$= dv.x(_a_)`"]),
    LINE.map(lambda line: f"> [!note] 提示\n> {line}"),
    LINE.map(lambda line: f"[^1]: {line}"),
    LINE.map(lambda line: f"%% {line} %%"),
    LINE.map(lambda line: f"- [[其他]]；关联理由：引用；说明：{line}"),
    st.sampled_from(["- [[其他]]; 关联理由: 引用 ; 说明:好", "- [[00-元语/A]]", "[主持人]: 你好", "", " ", "\t"]),
)
GLUE = st.sampled_from(["\n", "\n\n", "\n\n\n", " \n", "  \n", "\n \n"])
VALUES = st.sampled_from(
    [
        "一",
        '"二"',
        "2024年1月2日",
        "2024-01-02",
        "[a, b]",
        "a, b",
        "[[其他]]",
        "",
        "true",
        "x: y",
        "\n  - a\n  - '#b'",
        "|\n  长",
    ]
)
KEYS = st.sampled_from(["title", "发布日期", "tags", "tag", "aliases", "alias", "来源 ", "标题：x"])
FRONTMATTER = st.one_of(
    st.just(""),
    st.lists(st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]}: {pair[1]}\n"), max_size=4).map(
        lambda lines: f"---\n{''.join(lines)}---\n"
    ),
)
BODY = st.lists(st.tuples(BLOCKS, GLUE), max_size=8).map(lambda parts: "".join(a + b for a, b in parts))
NOTES = st.tuples(st.sampled_from(["", "", "", "\n"]), FRONTMATTER, BODY, st.sampled_from(["", "\n"])).map("".join)
