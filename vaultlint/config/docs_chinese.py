"""What `docs/zh/configuration.md` says besides the meaning of the keys, which stands in the catalogue."""

# ruff: noqa: E501 (a line end inside a paragraph would be a space between two Chinese characters)

from __future__ import annotations

NOTICE = "<!-- 由 `python -m vaultlint.config.docs` 生成，请修改 vaultlint/settings.py 和译文目录。 -->"
HEAD = """\
vaultlint 读取库根目录中的 `vaultlint.toml`，或那里的 `pyproject.toml` 里的 `[tool.vaultlint]` 表。根目录是从命令行的第一个路径（没有则从当前目录）往上找，最近的、含有上述文件之一或 `.obsidian/` 的文件夹；找不到就用 git 仓库的根目录，再没有就用当前目录。

不写配置也能使用。下面每个键都有默认值；键名未知、规则不存在、值的类型不对，都会报错，并指明键名和行号。`摘要` 这样的非 ASCII 键名可以不加引号；如果别的工具也要读这个文件，请加上引号。

- `vaultlint config` 显示生效的设置和各自的来源；`vaultlint config 键` 只显示一项。
- `vaultlint config --schema` 输出供编辑器使用的 JSON Schema（加上 `--lang zh` 则说明为中文）；`vaultlint init` 会写入 `#:schema` 一行。
- `--config FILE` 改读另一个文件；`--config 'lint.fail-on = "error"'` 在文件之上覆盖一项设置。
- `language = "zh"` 让所有输出使用中文；`--lang` 和环境变量 `VAULTLINT_LANG` 优先于它，没有设置时看终端的语言。

通配符匹配库内的完整路径：`*` 和 `?` 不跨文件夹，`**` 可以跨文件夹，`{a,b}` 和 `[…]` 表示任选其一。正则表达式采用 Python 的 `re`，没有特别说明时，匹配文字中的任何位置。完整的例子见 [llm-wiki.toml](examples/llm-wiki.toml)。"""
WORDS = {
    "Configuration": "配置",
    "Top level": "顶层",
    "Under `[lint]`.": "写在 `[lint]` 下。",
    "Each `[[note-types]]` is a kind of note. The first one whose `paths` match a note is its type.": (
        "每个 `[[note-types]]` 是一种笔记。笔记归入第一个 `paths` 与之匹配的类型。"
    ),
    "Under `[note-types.properties]`, a table for each property: `title = { required = true }`.": (
        "写在 `[note-types.properties]` 下，每个属性一个表：`title = { required = true }`。"
    ),
    "Under `[relations]`.": "写在 `[relations]` 下。",
    "Under `[topics]`.": "写在 `[topics]` 下。",
    "Each `[[patterns]]` is a rule of the vault's own: see [patterns](rules/patterns.md).": (
        "每个 `[[patterns]]` 是库自己的一条规则：见 [patterns](rules/patterns.md)。"
    ),
    "Each `[[boundaries]]` is a border that no link may cross: see [forbidden-link](rules/forbidden-link.md).": (
        "每个 `[[boundaries]]` 是一条链接不得越过的边界：见 [forbidden-link](rules/forbidden-link.md)。"
    ),
    "The options of a rule stand in a table with its name, such as `[rules.topic-count]`.": (
        "规则的选项写在以规则命名的表里，例如 `[rules.topic-count]`。"
    ),
    "key": "键",
    "rule": "规则",
    "option": "选项",
    "value": "值",
    "default": "默认",
    "meaning": "含义",
    "text": "文字",
    "`true` or `false`": "`true` 或 `false`",
    "whole number": "整数",
    "number": "数字",
    "table": "表",
    "glob": "通配符",
    "regular expression": "正则表达式",
    "rule or category": "规则或类别",
    "gitignore pattern": "`.gitignore` 的写法",
    "required": "必填",
    "none": "无",
    "list of rules or categories": "规则或类别的列表",
    "list of globs": "通配符的列表",
    "list of regular expressions": "正则表达式的列表",
    "list of gitignore patterns": "`.gitignore` 写法的列表",
    "list of texts": "文字的列表",
    "list of whole numbers": "整数的列表",
    "list of numbers": "数字的列表",
    "list of tables": "表的列表",
    "list of lists": "列表的列表",
    "table of": "表，值为",
}
