-- Drives the server from Neovim without a screen: the folder and the server's command come from the environment, what
-- was seen goes to a file as JSON. Works with Neovim 0.7 and later.
local root = vim.env.VAULT
local command = vim.fn.json_decode(vim.env.SERVER)
local seen = {}

local function wait(what, check)
  if not vim.wait(30000, check, 50) then error("waited in vain for " .. what) end
end

local function open(path)
  vim.cmd("edit " .. vim.fn.fnameescape(root .. "/" .. path))
  return vim.api.nvim_get_current_buf()
end

local function run()
  vim.o.hidden = true
  local buffer = open("essays/Kettle.md")
  local id = vim.lsp.start_client({ cmd = command, root_dir = root, name = "vaultlint",
    workspace_folders = { { uri = vim.uri_from_fname(root), name = "vault" } } })
  vim.lsp.buf_attach_client(buffer, id)
  wait("the client", function() return #vim.lsp.buf_get_clients(buffer) > 0 or vim.lsp.get_client_by_id(id) end)
  local function rules()
    return vim.tbl_map(function(each) return each.code end, vim.diagnostic.get(buffer))
  end
  wait("problems", function() return vim.tbl_contains(rules(), "broken-link") end)
  for _, each in ipairs(vim.diagnostic.get(buffer)) do
    if each.code == "broken-link" then seen.problem = { each.lnum, each.col, each.end_col, each.message } end
  end
  local function ask(method, params)
    local answers, fault = vim.lsp.buf_request_sync(buffer, method, params, 20000)
    if not answers then error(method .. ": " .. tostring(fault)) end
    for _, answer in pairs(answers) do
      if answer.err then error(method .. ": " .. answer.err.message) end
      return answer.result
    end
  end
  local client = vim.lsp.get_client_by_id(id)
  local function at(text, part)
    local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
    for number, line in ipairs(lines) do
      local start = line:find(text, 1, true)
      if start then
        vim.api.nvim_win_set_cursor(0, { number, start - 1 + (part or 0) })
        return vim.lsp.util.make_position_params(0, client.offset_encoding)
      end
    end
    error("there is no " .. text)
  end
  -- definition
  local place = ask("textDocument/definition", at("Cup#Handle", 5))
  seen.definition = { vim.fn.fnamemodify(vim.uri_to_fname(place.uri), ":t"), place.range.start.line }
  -- completion in an unsaved text
  vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { "- [[te" })
  local params = at("- [[te", 6)
  local found = ask("textDocument/completion", params)
  seen.completion = found.items[1].textEdit.newText
  vim.cmd("undo")
  -- rename of a heading, applied
  params = at("Cup#Handle", 5)
  params.newName = "Grip"
  local edit = ask("textDocument/rename", params)
  vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  seen.renamed = vim.api.nvim_buf_get_lines(buffer, 10, 11, false)[1]
  seen.renamed_there = vim.api.nvim_buf_get_lines(vim.fn.bufnr("Cup.md"), 10, 11, false)[1]
  -- a quick fix, applied: everything that can be fixed safely in another note
  buffer = open("essays/Spoon.md")
  vim.lsp.buf_attach_client(buffer, id)
  wait("problems there", function() return vim.tbl_contains(rules(), "trailing-space") end)
  local range = { start = { line = 6, character = 0 }, ["end"] = { line = 6, character = 0 } }
  local actions = ask("textDocument/codeAction", { textDocument = { uri = vim.uri_from_bufnr(buffer) }, range = range,
    context = { diagnostics = {}, only = { "source.fixAll" } } })
  vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
  seen.fixed = vim.api.nvim_buf_get_lines(buffer, 6, 7, false)[1]
  wait("no more of it", function() return not vim.tbl_contains(rules(), "trailing-space") end)
  -- the server is killed, and another one started
  vim.lsp.stop_client(id, true)
  wait("its end", function() return vim.lsp.get_client_by_id(id) == nil or vim.lsp.client_is_stopped(id) end)
  id = vim.lsp.start_client({ cmd = command, root_dir = root, name = "vaultlint",
    workspace_folders = { { uri = vim.uri_from_fname(root), name = "vault" } } })
  buffer = vim.fn.bufnr("Kettle.md")
  vim.diagnostic.reset(nil, buffer)
  vim.lsp.buf_attach_client(buffer, id)
  wait("problems again", function() return vim.tbl_contains(rules(), "broken-link") end)
  seen.again = true
  vim.lsp.stop_client(id)
end

local good, fault = pcall(run)
if not good then seen.fault = tostring(fault) end
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
vim.cmd("qall!")
