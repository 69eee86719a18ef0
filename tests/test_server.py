"""The language server over its pipes, as three editors drive it (profiles of pytest-lsp)."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pytest_lsp")

import pytest_asyncio
from lsprotocol import types as lsp
from lsprotocol.converters import get_converter
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tests.lsp_vault import FILES, position, write_vault
from vaultlint.lsp.given import range_in
from vaultlint.lsp.positions import Places

CLIENTS = ["neovim@v0.11", "visual-studio-code", "emacs"]
KETTLE, CUP, SPOON = "essays/Kettle.md", "essays/Cup.md", "essays/Spoon.md"
to_json = get_converter().unstructure
pytestmark = pytest.mark.asyncio(loop_scope="module")


class Editor:
    """A client with one vault open."""

    def __init__(self, client: LanguageClient, root: Path, capabilities: lsp.ClientCapabilities) -> None:
        self.client, self.root, self.capabilities = client, root, capabilities
        self.version = 1

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def document(self, path: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(path))

    def text(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def open(self, path: str, text: str | None = None) -> str:
        text = self.text(path) if text is None else text
        item = lsp.TextDocumentItem(self.uri(path), "markdown", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return text

    def change(self, path: str, text: str) -> int:
        self.version += 1
        identifier = lsp.VersionedTextDocumentIdentifier(self.version, self.uri(path))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, [change]))
        return self.version

    def close(self, path: str) -> None:
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.document(path)))

    async def problems(self, path: str, wanted: Callable[[list[str]], bool]) -> list[lsp.Diagnostic]:
        """The diagnostics of a file, asked for, as soon as their rules are as wanted."""
        rules: list[str] = []
        for _ in range(300):
            report = await self.client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(self.document(path)))
            items = list(getattr(report, "items", ()))
            rules = [str(each.code) for each in items]
            if wanted(rules):
                return items
            await asyncio.sleep(0.1)
        raise AssertionError(f"{path}: {rules}")

    async def complete(self, path: str, before: str, after: str) -> list[str]:
        """What is offered at `‸` after a change of the text of `path`; the file is left as it was."""
        text = self.text(path)
        changed = text.replace(before, after)
        assert changed != text
        self.change(path, changed.replace("‸", ""))
        at = lsp.Position(**Places(changed, str(self.encoding)).position(changed.index("‸")))
        found = await self.client.text_document_completion_async(lsp.CompletionParams(self.document(path), at))
        assert isinstance(found, lsp.CompletionList) and found.is_incomplete and len(found.items) <= 100
        self.change(path, text)
        edits = [item.text_edit for item in found.items]
        return [edit.new_text for edit in edits if edit]

    def at(self, path: str, marked: str) -> lsp.Position:
        return position(self.text(path), marked, str(self.encoding))

    @property
    def encoding(self) -> str:
        return lsp.PositionEncodingKind(self.result.capabilities.position_encoding or "utf-16").value

    result: Any = None


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=CLIENTS)
async def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    root = write_vault(tmp_path_factory.mktemp("vault"))
    environment = {**os.environ, "VAULTLINT_CACHE_DIR": str(root.parent / f"{root.name}-cache")}
    config = ClientServerConfig([sys.executable, "-m", "vaultlint", "server"], server_env=environment)
    client = await config.start()
    capabilities = client_capabilities(request.param)
    editor = Editor(client, root, capabilities)
    folder = lsp.WorkspaceFolder(root.as_uri(), "vault")
    params = lsp.InitializeParams(
        capabilities=capabilities, root_uri=root.as_uri(), workspace_folders=[folder], locale="en"
    )
    editor.result = await client.initialize_session(params)
    editor.open(KETTLE)
    await editor.problems(KETTLE, lambda rules: "broken-link" in rules)
    yield editor
    await client.shutdown_session()
    await client.stop()


async def test_problems(editor: Editor) -> None:
    found = await editor.problems(KETTLE, lambda rules: "broken-link" in rules)
    broken = next(each for each in found if each.code == "broken-link")
    assert broken.range == lsp.Range(editor.at(KETTLE, "[[‸Saucer]]"), editor.at(KETTLE, "[[Saucer‸]]"))
    assert broken.severity == lsp.DiagnosticSeverity.Error and broken.source == "vaultlint"
    takes = editor.capabilities.text_document and editor.capabilities.text_document.publish_diagnostics
    if takes and takes.code_description_support is False:
        assert broken.code_description is None
    else:
        assert broken.code_description and broken.code_description.href.endswith("broken-link.md")


async def test_an_unsaved_text_counts(editor: Editor) -> None:
    text = editor.text(KETTLE)
    editor.change(KETTLE, text.replace(" 和 [[Saucer]]", ""))
    await editor.problems(KETTLE, lambda rules: "broken-link" not in rules)
    editor.change(KETTLE, text.replace("[[Cup#Handle]]", "[[Cup#Lid]]"))
    await editor.problems(KETTLE, lambda rules: "broken-heading" in rules)
    editor.open(CUP, editor.text(CUP).replace("### Handle", "### Lid"))
    await editor.problems(KETTLE, lambda rules: "broken-heading" not in rules)
    editor.close(CUP)
    await editor.problems(KETTLE, lambda rules: "broken-heading" in rules)
    editor.change(KETTLE, text)
    await editor.problems(KETTLE, lambda rules: "broken-heading" not in rules)


async def test_a_file_that_changes_behind_the_editor(editor: Editor) -> None:
    saucer = editor.root / "essays" / "Saucer.md"
    saucer.write_text(FILES[CUP].replace("Cup", "Saucer"), "utf-8")
    await editor.problems(KETTLE, lambda rules: "broken-link" not in rules)
    saucer.unlink()
    await editor.problems(KETTLE, lambda rules: "broken-link" in rules)


@pytest.mark.parametrize(
    ("before", "after", "wanted", "is_first"),
    [
        ("壶里的水", "[[cu‸", "Cup]]", True),
        ("壶里的水", "[[茶‸", "Tea|茶叶]]", True),
        ("壶里的水", "[[Cup#‸", "Handle]]", False),
        ("壶里的水", "[[Cup#^‸", "^glaze]]", True),
        ("壶里的水", "[[Tea|‸", "茶叶]]", True),
        ("- [[topics/Water]]", "- [[topics/Water]]\n- [[‸", "topics/Tea]]", True),
        ("关联理由：引用", "关联理由：‸", "引用", True),
        ("关联理由：引用", "关联理由：相悖‸", "观点相悖", True),
        ("status: draft", "status: ‸", "draft", True),
        ("status: draft", "sta‸", "status: ", True),
        ("壶里的水", "#kit‸", "kitchen", False),
        ("壶嘴", "> [!war‸", "warning] ", True),
        ("## 正文", "## ‸", "正文", True),
    ],
)
async def test_completion(editor: Editor, before: str, after: str, wanted: str, is_first: bool) -> None:
    found = await editor.complete(KETTLE, before, after)
    assert wanted in found, found
    if is_first:
        assert found[0] == wanted


async def test_navigation(editor: Editor) -> None:
    client, document = editor.client, editor.document(KETTLE)
    for marked, line in (("[[Cup#Ha‸ndle]]", "### Handle"), ("[[Cup#^gl‸aze]]", "The glaze is thin. ^glaze")):
        found = await client.text_document_definition_async(lsp.DefinitionParams(document, editor.at(KETTLE, marked)))
        assert isinstance(found, lsp.Location) and found.uri == editor.uri(CUP)
        assert editor.text(CUP).split("\n")[found.range.start.line] == line
    context = lsp.ReferenceContext(include_declaration=False)
    params = lsp.ReferenceParams(context, document, editor.at(KETTLE, "水 [[Cu‸p]]"))
    references = await client.text_document_references_async(params)
    assert sorted({each.uri.rpartition("/")[2] for each in references or ()}) == ["Kettle.md", "Table.canvas"]
    hover = await client.text_document_hover_async(lsp.HoverParams(document, editor.at(KETTLE, "[[Cup#Ha‸ndle]]")))
    assert hover and "See [[Kettle]]" in hover.contents.value and "2 notes link here." in hover.contents.value
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    assert [each.name for each in symbols or ()] == ["摘要", "正文", "相关文档", "关联主题"]
    named = await client.workspace_symbol_async(lsp.WorkspaceSymbolParams("茶"))
    assert [each.name for each in named or ()] == ["茶叶"]
    links = await client.text_document_document_link_async(lsp.DocumentLinkParams(document))
    assert [each.tooltip for each in links or ()] == [CUP] * 4 + ["topics/Water.md"]
    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(document))
    assert (0, 3) in [(each.start_line, each.end_line) for each in folds or ()]


async def actions(editor: Editor, path: str, at: lsp.Position, *only: str) -> dict[str, lsp.CodeAction]:
    context = lsp.CodeActionContext([], only=list(only) or None)
    params = lsp.CodeActionParams(editor.document(path), lsp.Range(at, at), context)
    found = await editor.client.text_document_code_action_async(params)
    return {each.title: each for each in found or () if isinstance(each, lsp.CodeAction)}


def changed(editor: Editor, edit: lsp.WorkspaceEdit | None) -> dict[str, str]:
    """The texts that an edit makes, by address; new names and new files are `old → new`."""
    assert edit is not None
    rows: list[tuple[str, Any]] = list((edit.changes or {}).items())
    texts: dict[str, str] = {}
    for change in edit.document_changes or ():
        if isinstance(change, lsp.TextDocumentEdit):
            rows.append((change.text_document.uri, change.edits))
        elif isinstance(change, lsp.RenameFile):
            texts[change.old_uri] = change.new_uri
    for uri, edits in rows:
        path = os.path.relpath(uri.removeprefix("file://"), editor.root)
        text = editor.text(path) if (editor.root / path).exists() else ""
        texts[uri] = applied(text, edits, editor.encoding)
    return texts


def applied(text: str, edits: list[lsp.TextEdit], encoding: str) -> str:
    lines = Places(text, encoding)

    def span(edit: lsp.TextEdit) -> tuple[int, int]:
        return lines.span(range_in(to_json(edit.range)))

    for edit in sorted(edits, key=span, reverse=True):
        start, end = span(edit)
        text = text[:start] + edit.new_text + text[end:]
    return text


async def test_quick_fixes(editor: Editor) -> None:
    found = await actions(editor, KETTLE, editor.at(KETTLE, "[[Sau‸cer]]"))
    ignoring = found["Ignore broken-link here, with a reason"]
    assert "%% vaultlint-ignore broken-link: " in changed(editor, ignoring.edit)[editor.uri(KETTLE)]
    assert ignoring.diagnostics and ignoring.diagnostics[0].code == "broken-link"
    creating = found.get("Create the note Saucer.md")
    workspace = editor.capabilities.workspace
    operations = workspace and workspace.workspace_edit and workspace.workspace_edit.resource_operations
    assert (creating is not None) is (lsp.ResourceOperationKind.Create in (operations or ()))


async def test_sections_are_added_and_everything_fixed(editor: Editor) -> None:
    text = editor.open(SPOON)
    await editor.problems(SPOON, lambda rules: "missing-section" in rules)
    missing = next(
        each for each in await editor.problems(SPOON, lambda rules: bool(rules)) if each.code == "missing-section"
    )
    found = await actions(editor, SPOON, missing.range.start, "quickfix")
    after = changed(editor, found["Add the section “正文”"].edit)[editor.uri(SPOON)]
    assert after == text.replace("## 关联主题", "## 正文\n\n## 关联主题")
    assert not any("关联主题”" in title for title in found)
    whole = await actions(editor, SPOON, lsp.Position(0, 0), "source.fixAll.vaultlint")
    assert [each.kind for each in whole.values()] == ["source.fixAll.vaultlint"]
    wanted = text.replace("stirs.   ", "stirs.")
    assert changed(editor, next(iter(whole.values())).edit)[editor.uri(SPOON)] == wanted
    options = lsp.FormattingOptions(2, True)
    params = lsp.DocumentFormattingParams(editor.document(SPOON), options)
    edits = await editor.client.text_document_formatting_async(params)
    assert applied(text, list(edits or ()), editor.encoding) == wanted
    editor.close(SPOON)


@pytest.mark.parametrize(
    ("marked", "new", "wanted"),
    [
        ("[[Cup#Ha‸ndle]]", "Grip", {KETTLE: "[[Cup#Grip]]", CUP: "### Grip"}),
        ("[[Cup#^gl‸aze]]", "coat", {KETTLE: "[[Cup#^coat]]", CUP: "thin. ^coat"}),
        ("#kit‸chen/hot", "home/hot", {KETTLE: "#home/hot"}),
        ("sta‸tus: draft", "state", {KETTLE: "state: draft", CUP: "state: done", SPOON: "state: done"}),
    ],
)
async def test_rename(editor: Editor, marked: str, new: str, wanted: dict[str, str]) -> None:
    params = lsp.RenameParams(editor.document(KETTLE), editor.at(KETTLE, marked), new)
    texts = changed(editor, await editor.client.text_document_rename_async(params))
    assert texts.keys() == {editor.uri(path) for path in wanted}
    assert all(part in texts[editor.uri(path)] for path, part in wanted.items())


async def test_rename_of_a_note(editor: Editor) -> None:
    at = editor.at(KETTLE, "水 [[Cu‸p]]")
    prepared = await editor.client.text_document_prepare_rename_async(
        lsp.PrepareRenameParams(editor.document(KETTLE), at)
    )
    assert isinstance(prepared, lsp.PrepareRenamePlaceholder) and prepared.placeholder == "Cup"
    params = lsp.RenameParams(editor.document(KETTLE), at, "Mug")
    workspace = editor.capabilities.workspace
    operations = workspace and workspace.workspace_edit and workspace.workspace_edit.resource_operations
    if lsp.ResourceOperationKind.Rename in (operations or ()):
        texts = changed(editor, await editor.client.text_document_rename_async(params))
        assert texts[editor.uri(CUP)] == editor.uri("essays/Mug.md")
        assert '"file":"essays/Mug.md"' in texts[editor.uri("Table.canvas")]
    else:
        with pytest.raises(Exception, match="cannot rename files itself"):
            await editor.client.text_document_rename_async(params)
    files = lsp.RenameFilesParams([lsp.FileRename(editor.uri(CUP), editor.uri("essays/Mug.md"))])
    texts = changed(editor, await editor.client.workspace_will_rename_files_async(files))
    assert texts[editor.uri(KETTLE)] == editor.text(KETTLE).replace("[[Cup", "[[Mug")


async def test_rename_on_disk(editor: Editor) -> None:
    before = {path: editor.text(path) for path in (KETTLE, CUP, "Table.canvas")}
    unsaved = editor.text(KETTLE) + "\n"
    editor.change(KETTLE, unsaved)
    command = lsp.ExecuteCommandParams("vaultlint.rename", [editor.uri(CUP), "essays/Mug.md"])
    with pytest.raises(Exception, match=r"Save essays/Kettle\.md first"):
        await editor.client.workspace_execute_command_async(command)
    assert {path: editor.text(path) for path in before} == before
    editor.change(KETTLE, before[KETTLE])
    answer = await editor.client.workspace_execute_command_async(command)
    assert "Renamed essays/Cup.md to essays/Mug.md." in str(answer)
    assert editor.text(KETTLE) == before[KETTLE].replace("[[Cup", "[[Mug")
    assert "essays/Mug.md" in editor.text("Table.canvas")
    editor.change(KETTLE, editor.text(KETTLE))
    back = lsp.ExecuteCommandParams("vaultlint.rename", [editor.uri("essays/Mug.md"), "essays/Cup.md"])
    await editor.client.workspace_execute_command_async(back)
    assert {path: editor.text(path) for path in before} == before
    editor.change(KETTLE, before[KETTLE])


async def test_the_whole_vault(editor: Editor) -> None:
    report = await editor.client.workspace_diagnostic_async(lsp.WorkspaceDiagnosticParams([]))
    found = {each.uri: each for each in report.items}
    assert found[editor.uri(SPOON)].items
    for _ in range(300):  # what the tests before this one changed may not have settled yet
        known = [lsp.PreviousResultId(each.uri, each.result_id) for each in report.items if each.result_id]
        report = await editor.client.workspace_diagnostic_async(lsp.WorkspaceDiagnosticParams(known))
        if {each.kind for each in report.items} == {"unchanged"}:
            return
        await asyncio.sleep(0.1)
    raise AssertionError([each for each in report.items if each.kind != "unchanged"])


async def test_lies_do_no_harm(editor: Editor) -> None:
    client = editor.client
    editor.close("essays/Never opened.md")
    editor.change("essays/Never opened.md", "text")
    identifier = lsp.VersionedTextDocumentIdentifier(-7, editor.uri(KETTLE))
    wild = lsp.Range(lsp.Position(900, 5), lsp.Position(3, 70000))
    text = editor.text(KETTLE)
    changes = [lsp.TextDocumentContentChangePartial(wild, "x"), lsp.TextDocumentContentChangeWholeDocument(text)]
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, changes))
    outside = lsp.TextDocumentItem((editor.root.parent / "outside.md").as_uri(), "markdown", 1, "[[x]]\n")
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(outside))
    params = lsp.CompletionParams(lsp.TextDocumentIdentifier(outside.uri), lsp.Position(0, 3))
    assert not (await client.text_document_completion_async(params)).items
    taken = lsp.ExecuteCommandParams("vaultlint.rename", [editor.uri(KETTLE), "essays/Spoon.md"])
    with pytest.raises(Exception, match="already"):
        await client.workspace_execute_command_async(taken)
    escaping = lsp.ExecuteCommandParams("vaultlint.rename", [editor.uri(KETTLE), "../Kettle.md"])
    with pytest.raises(Exception, match="no path inside the vault"):
        await client.workspace_execute_command_async(escaping)
    await editor.problems(KETTLE, lambda rules: "broken-link" in rules)


async def test_settings_with_mistakes(editor: Editor) -> None:
    config = editor.root / "vaultlint.toml"
    good = config.read_text("utf-8")
    uri = config.as_uri()
    config.write_text(good + "\n[lnt]\n", "utf-8")
    for _ in range(200):
        if editor.client.diagnostics.get(uri):
            break
        await asyncio.sleep(0.05)
    (mistake,) = editor.client.diagnostics[uri]
    assert "lnt" in str(mistake.message) and mistake.range.start.line == good.count("\n") + 1
    assert await editor.problems(KETTLE, lambda rules: not rules) == []
    config.write_text(good, "utf-8")
    await editor.problems(KETTLE, lambda rules: "broken-link" in rules)
    assert not editor.client.diagnostics.get(uri)


async def test_many_changes(editor: Editor) -> None:
    """A thousand changes in a row: the last one counts, and few of them are judged."""
    text = editor.text(KETTLE)
    for number in range(1000):
        editor.change(KETTLE, text.replace("[[Saucer]]", f"[[Saucer {number}]]"))
    found = await editor.problems(KETTLE, lambda rules: "broken-link" in rules)
    assert any("Saucer 999" in str(each.message) for each in found)
    editor.change(KETTLE, text)
