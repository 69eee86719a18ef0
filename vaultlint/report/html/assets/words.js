"use strict";
// The words of the page, by language.
const some = (n, one, many) => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;
const WORDS = {
  en: {
    language: "中文", skip: "Skip to the content", overview: "Overview", graph: "Graph", findings: "Findings", hubs: "Notes", orphans: "Orphans", note: "Note",
    missing: "Unresolved", oneway: "One-way", candidates: "Candidates", notes: "Notes", links: "Links", errors: "Errors", warnings: "Warnings",
    broken: "Broken links", faulty: "Notes with findings", byType: "Notes by type", byKind: "Links by kind", byReason: "Relations by reason",
    byRule: "Findings by rule", byFolder: "Findings by folder", coverage: "Coverage of sections", trend: "Trend", search: "Find a note", types: "Note types", folders: "Folders",
    kinds: "Links", reasons: "Reasons", marks: "Show and highlight", missingTargets: "Unresolved targets", orphanNotes: "Orphans", attachments: "Attachments", faultyNotes: "Notes with errors", fit: "Fit", filter: "Filter…",
    all: "all", path: "Note", folder: "Folder", line: "Line", severity: "Severity", rule: "Rule", message: "Message", fixable: "Fix", incoming: "Links in", outgoing: "Links out",
    target: "Target", wanted: "Wanted", who: "Wanted by", source: "From", reason: "Reason", score: "Score", evidence: "Evidence", copy: "Copy the line",
    copied: "Copied", open: "Open in Obsidian", linksTo: "Links to", linkedFrom: "Linked from", more: "Show more", none: "Nothing here: all is well.", back: "← Back",
    pick: "Point at a note, or pick one, to see what it is linked with.", light: "Light", dark: "Dark", auto: "Auto", theme: "Colours", untyped: "(no type)", optional: "optional",
    relation: "relation", topic: "topic", link: "link", embed: "embed", property: "property", canvas: "canvas", base: "base", settling: "Arranging…", error: "error", warning: "warning", info: "info",
    graphHelp: "Graph of notes. Arrow keys move, plus and minus zoom, 0 fits, Escape clears.", missingKind: "does not exist", attachment: "attachment",
    colourBy: "Colour by", type: "type", rest: "the rest", around: "Around this note", depth: "Depth", depthOf: n => some(n, "link away", "links away"), whole: "All about this note", table: "Table", legend: "Legend",
    fixes: ["no fix", "shown", "unsafe fix", "safe fix"], verdict: "The state of the vault", start: "Where to start", sound: "of the notes have no error", gap: " ",
    hasErrors: (n, all) => `${some(n, "note", "notes")} of ${all.toLocaleString("en-US")} ${n === 1 ? "has" : "have"} errors.`, noErrors: n => n === 1 ? "The note has no error." : `None of ${some(n, "note", "notes")} has an error.`,
    hasBroken: n => n === 1 ? "One link leads nowhere." : `${some(n, "link leads", "links lead")} nowhere.`, hasSafe: n => `\`vaultlint fix\` repairs ${some(n, "finding", "findings")} without changing a word.`,
    step: (count, notes, safe) => `${some(count, "finding", "findings")} in ${some(notes, "note", "notes")}${safe ? `, ${safe === count ? "all" : safe.toLocaleString("en-US")} repaired by vaultlint fix` : ""}`,
    cutNodes: n => `${some(n, "less connected node is", "less connected nodes are")} not drawn; the tables have them all.`, atLine: n => `line ${n}`,
    moreRows: n => `Show ${some(n, "more", "more")}`, rows: n => some(n, "row", "rows"), noCandidates: "No candidates were asked for: run with --candidates.",
  },
  zh: {
    language: "English", skip: "跳到正文", overview: "概览", graph: "关系图谱", findings: "问题", hubs: "笔记", orphans: "孤立笔记", note: "笔记", missing: "未解析", oneway: "单向关联",
    candidates: "候选关联", notes: "笔记", links: "链接", errors: "错误", warnings: "警告", broken: "断链", faulty: "有问题的笔记", byType: "各类型的笔记数",
    byKind: "各种链接的数量", byReason: "关联理由", byRule: "各规则的问题数", byFolder: "各文件夹的问题数", coverage: "章节覆盖率", trend: "趋势", search: "查找笔记", types: "笔记类型", folders: "文件夹",
    kinds: "链接种类", reasons: "关联理由", marks: "显示与突出", missingTargets: "未解析的目标", orphanNotes: "孤立笔记", attachments: "附件", faultyNotes: "有错误的笔记", fit: "适应窗口", filter: "筛选…", all: "全部",
    path: "笔记", folder: "文件夹", line: "行", severity: "级别", rule: "规则", message: "说明", fixable: "修复", incoming: "反向链接", outgoing: "出链", target: "目标", wanted: "次数", who: "出现在",
    source: "来源", reason: "理由", score: "得分", evidence: "依据", copy: "复制此行", copied: "已复制", open: "在 Obsidian 中打开", linksTo: "链接到", linkedFrom: "反向链接",
    more: "显示更多", none: "没有问题。", back: "← 返回", pick: "悬停或点击一篇笔记，查看它与哪些笔记相连。", light: "浅色", dark: "深色", auto: "跟随系统", theme: "配色", untyped: "（无类型）",
    optional: "可选", relation: "关联", topic: "主题", link: "链接", embed: "嵌入", property: "属性", canvas: "白板", base: "数据库", settling: "正在布局…", error: "错误", warning: "警告", info: "提示",
    graphHelp: "关系图谱。方向键移动，加减号缩放，0 适应窗口，Esc 取消选择。", missingKind: "不存在", attachment: "附件",
    colourBy: "着色依据", type: "类型", rest: "其余", around: "局部关系图谱", depth: "深度", depthOf: n => `${n} 层`, whole: "查看这篇笔记的全部信息", table: "表格", legend: "图例",
    fixes: ["无修复", "仅建议", "不安全修复", "安全修复"], verdict: "知识库的状况", start: "从这里开始", sound: "的笔记没有错误", gap: "",
    hasErrors: (n, all) => `${all.toLocaleString("en-US")} 篇笔记中有 ${n.toLocaleString("en-US")} 篇存在错误。`, noErrors: n => `${n.toLocaleString("en-US")} 篇笔记都没有错误。`,
    hasBroken: n => `${n.toLocaleString("en-US")} 个链接没有目标。`, hasSafe: n => `执行 \`vaultlint fix\` 可修复其中 ${n.toLocaleString("en-US")} 个问题，一个字都不会改变。`,
    step: (count, notes, safe) => `${notes.toLocaleString("en-US")} 篇笔记，${count.toLocaleString("en-US")} 个问题${safe ? `，vaultlint fix 可修复${safe === count ? "全部" : ` ${safe.toLocaleString("en-US")} 个`}` : ""}`,
    cutNodes: n => `另有 ${n.toLocaleString("en-US")} 个连接较少的节点未画出，表格中列出全部。`, atLine: n => `第 ${n} 行`,
    moreRows: n => `再显示 ${n.toLocaleString("en-US")} 项`, rows: n => `${n.toLocaleString("en-US")} 条`, noCandidates: "没有计算候选：请加上 --candidates 运行。",
  },
};
let words = WORDS.en;
