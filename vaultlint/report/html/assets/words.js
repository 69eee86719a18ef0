"use strict";
// The words of the page, by language.
const WORDS = {
  en: {
    language: "中文", skip: "Skip to the content", overview: "Overview", graph: "Graph", findings: "Findings", hubs: "Hubs", orphans: "Orphans",
    missing: "Unresolved", oneway: "One-way", candidates: "Candidates", notes: "Notes", links: "Links", errors: "Errors", warnings: "Warnings",
    broken: "Broken links", faulty: "Notes with findings", byType: "Notes by type", byKind: "Links by kind", byReason: "Relations by reason",
    byRule: "Findings by rule", byFolder: "Findings by folder", coverage: "Coverage of sections", trend: "Trend", search: "Find a note", types: "Note types",
    kinds: "Links", reasons: "Reasons", marks: "Highlight", missingTargets: "Unresolved targets", orphanNotes: "Orphans", fit: "Fit", filter: "Filter…",
    all: "All", path: "Note", line: "Line", severity: "Severity", rule: "Rule", message: "Message", incoming: "Links in", outgoing: "Links out",
    target: "Target", wanted: "Wanted", who: "Wanted by", source: "From", reason: "Reason", score: "Score", evidence: "Evidence", copy: "Copy the line",
    copied: "Copied", open: "Open in Obsidian", linksTo: "Links to", linkedFrom: "Linked from", more: "Show more", none: "Nothing here: all is well.",
    pick: "Point at a note, or pick one, to see what it is linked with.", light: "Light", dark: "Dark", auto: "Auto", untyped: "(no type)", optional: "optional",
    relation: "relation", topic: "topic", link: "link", embed: "embed", property: "property", settling: "arranging…", error: "error", warning: "warning", info: "info",
    graphHelp: "Graph of notes. Arrow keys move, plus and minus zoom, 0 fits, Escape clears.", attachment: "attachment",
    kindOf: { missing: "does not exist", attachment: "attachment", canvas: "canvas", base: "base" },
    cutNodes: n => `${n.toLocaleString()} less connected notes are not drawn; the tables have them all.`,
    cutRows: (shown, total) => `The first ${shown.toLocaleString()} of ${total.toLocaleString()}.`, rows: n => `${n.toLocaleString()} rows`, infos: "Notices",
    noCandidates: "No candidates were asked for: run with --candidates.",
  },
  zh: {
    language: "English", skip: "跳到正文", overview: "概览", graph: "图谱", findings: "问题", hubs: "枢纽", orphans: "孤立笔记", missing: "未解析", oneway: "单向关系",
    candidates: "候选关联", notes: "笔记", links: "链接", errors: "错误", warnings: "警告", broken: "断链", faulty: "有问题的笔记", byType: "笔记类型",
    byKind: "链接种类", byReason: "关联理由", byRule: "按规则", byFolder: "按文件夹", coverage: "章节覆盖率", trend: "趋势", search: "查找笔记", types: "笔记类型",
    kinds: "链接种类", reasons: "关联理由", marks: "突出显示", missingTargets: "未解析的目标", orphanNotes: "孤立笔记", fit: "适应窗口", filter: "筛选…", all: "全部",
    path: "笔记", line: "行", severity: "级别", rule: "规则", message: "说明", incoming: "入链", outgoing: "出链", target: "目标", wanted: "次数", who: "谁在引用",
    source: "来源", reason: "理由", score: "得分", evidence: "依据", copy: "复制此行", copied: "已复制", open: "在 Obsidian 中打开", linksTo: "链接到", linkedFrom: "被链接自",
    more: "显示更多", none: "这里什么也没有：一切正常。", pick: "指向或选中一篇笔记，查看它与谁相连。", light: "浅色", dark: "深色", auto: "自动", untyped: "（无类型）",
    optional: "可选", relation: "关联", topic: "主题", link: "链接", embed: "嵌入", property: "属性", settling: "正在布局…", error: "错误", warning: "警告", info: "提示",
    graphHelp: "笔记图谱。方向键移动，加减号缩放，0 适应窗口，Esc 取消选择。", attachment: "附件",
    kindOf: { missing: "不存在", attachment: "附件", canvas: "白板", base: "数据库" },
    cutNodes: n => `另有 ${n.toLocaleString()} 篇连接较少的笔记未画出，表格中列出全部。`,
    cutRows: (shown, total) => `共 ${total.toLocaleString()} 条，显示前 ${shown.toLocaleString()} 条。`, rows: n => `${n.toLocaleString()} 条`, infos: "提示",
    noCandidates: "没有计算候选：请加上 --candidates 运行。",
  },
};
let words = WORDS.en;
