"""A small vault for the tests of the language server, and what finds places in its notes."""

from __future__ import annotations

from pathlib import Path

from lsprotocol.types import Position

from vaultlint.lsp.positions import Places

FILES = {
    ".obsidian/app.json": "{}",
    "vaultlint.toml": """\
[topics]
folder = "topics"

[lint]
extend-select = ["trailing-space"]

[[note-types]]
name = "essay"
paths = ["essays/*.md"]
sections = ["摘要", "正文", "相关文档?", "关联主题"]

[note-types.properties.title]
required = true

[note-types.properties.status]
values = ["draft", "done"]

[[note-types]]
name = "topic"
paths = ["topics/*.md"]
sections = []
""",
    "topics/Tea.md": "---\naliases: [茶叶]\n---\nLeaves in hot water.\n",
    "topics/Water.md": "What rain is made of.\n",
    "essays/Kettle.md": """\
---
title: Kettle
status: draft
---
## 摘要

😀 壶里的水 [[Cup]] 和 [[Saucer]]。 #kitchen/hot

## 正文

壶嘴 [[Cup#Handle]] 与 [[Cup#^glaze]].

## 相关文档

- [[Cup]]；关联理由：引用；说明：壶把水倒进杯子里，两篇要一起看。

## 关联主题

- [[topics/Water]]
""",
    "essays/Cup.md": """\
---
title: Cup
status: done
---
## 摘要

The glaze is thin. ^glaze

## 正文

### Handle

See [[Kettle]]. #kitchen

## 关联主题

- [[topics/Water]]
- [[topics/Tea]]
""",
    "essays/Spoon.md": """\
---
title: Spoon
status: done
---
## 摘要

It stirs.   \n
## 关联主题

- [[topics/Tea]]
""",
    "Table.canvas": '{"nodes":[{"id":"1","type":"file","file":"essays/Cup.md","x":0,"y":0}],"edges":[]}',
}


def write_vault(root: Path, files: dict[str, str] = FILES) -> Path:
    """Write the files below a folder, and give it."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")
    return root


def position(text: str, marked: str, encoding: str = "utf-16") -> Position:
    """The position of `‸` in `marked`, which is a part of `text` but for that mark."""
    return Position(**Places(text, encoding).position(text.index(marked.replace("‸", "")) + marked.index("‸")))
