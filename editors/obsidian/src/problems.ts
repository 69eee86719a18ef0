/** Problems as the server gives them, turned into what the editor, the view and the command line show. */
import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import { DiagnosticSeverity, type Diagnostic as Problem, type Position, type TextEdit } from "vscode-languageserver-protocol";

export type Severity = "error" | "warning" | "info";

export function severityOf(problem: Problem): Severity {
  if (problem.severity === DiagnosticSeverity.Error) return "error";
  return problem.severity === DiagnosticSeverity.Warning ? "warning" : "info";
}

/** The offset of a position in a document; one behind the end of a line or of the document counts as that end. Both count in UTF-16 units. */
export function offsetOf(document: Text, position: Position): number {
  if (position.line >= document.lines) return document.length;
  const line = document.line(position.line + 1);
  return Math.min(line.from + position.character, line.to);
}

/** The problems of a note for the editor's lint, in the order of their places. */
export function inEditor(document: Text, problems: readonly Problem[]): Diagnostic[] {
  return problems
    .map((problem) => {
      const from = offsetOf(document, problem.range.start);
      return { from, to: Math.max(from, offsetOf(document, problem.range.end)), severity: severityOf(problem), message: messageOf(problem), source: ruleOf(problem) };
    })
    .sort((one, other) => one.from - other.from || one.to - other.to);
}

export function ruleOf(problem: Problem): string {
  return typeof problem.code === "string" ? problem.code : "";
}

export function messageOf(problem: Problem): string {
  return typeof problem.message === "string" ? problem.message : problem.message.value;
}

/** The lines that the command line prints: path, place, severity, rule and message, and how many there are. */
export function asText(found: ReadonlyMap<string, readonly Problem[]>, below = ""): string {
  const lines = [...found.entries()]
    .filter(([path]) => path.startsWith(below))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([path, problems]) => problems.map((each) => `${path}:${each.range.start.line + 1}:${each.range.start.character + 1}: ${severityOf(each)} ${ruleOf(each)}: ${messageOf(each)}`));
  return [...lines, lines.length === 1 ? "1 problem." : `${lines.length} problems.`].join("\n");
}

/** A note's text after the edits of the server, which do not overlap. */
export function edited(document: Text, edits: readonly TextEdit[]): string {
  let text = document.toString();
  const placed = edits.map((edit) => ({ from: offsetOf(document, edit.range.start), to: offsetOf(document, edit.range.end), text: edit.newText }));
  for (const edit of placed.sort((one, other) => other.from - one.from || other.to - one.to)) {
    text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  }
  return text;
}
