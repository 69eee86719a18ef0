/** What the plugin itself says, in the app's language. */
import { getLanguage } from "obsidian";

const ENGLISH = {
  fix: "Fix this note", rename: "Rename with vaultlint", showProblems: "Show the problems of the vault", restart: "Restart the server", problems: "Problems", none: "No problems.",
  nothing: "Nothing to fix in this note.", fixed: "Fixed.", newPath: "New path in the vault", doRename: "Rename", refresh: "Refresh",
  command: "Command", commandText: "The program that starts the server, and its arguments. Install it yourself; the plugin downloads nothing.",
  notRunning: "vaultlint is not running: see the settings of the plugin.", ended: "vaultlint has ended:",
};
const CHINESE: typeof ENGLISH = {
  fix: "修复此笔记", rename: "用 vaultlint 重命名", showProblems: "显示知识库的问题", restart: "重启服务器", problems: "问题", none: "没有问题。",
  nothing: "此笔记没有可修复的问题。", fixed: "已修复。", newPath: "在库中的新路径", doRename: "重命名", refresh: "刷新",
  command: "命令", commandText: "启动服务器的程序及其参数。请自行安装；插件不下载任何东西。",
  notRunning: "vaultlint 没有运行：请查看插件的设置。", ended: "vaultlint 已结束：",
};

export function words(): typeof ENGLISH {
  return getLanguage().startsWith("zh") ? CHINESE : ENGLISH;
}
