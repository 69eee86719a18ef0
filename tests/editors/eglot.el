;;; Drives the server from Emacs without a screen, through eglot.  -*- lexical-binding: t -*-
;; The folder and the server's command come from the environment, what was seen goes to a file as JSON.

(package-initialize)
(require 'json)
(require 'project)
(require 'eglot)

(define-derived-mode note-mode text-mode "Note")
(add-to-list 'auto-mode-alist '("\\.md\\'" . note-mode))
(add-to-list 'eglot-server-programs (cons 'note-mode (append (json-read-from-string (getenv "SERVER")) nil)))
(setq eglot-confirm-server-initiated-edits nil
      eglot-sync-connect 30
      eglot-autoshutdown nil
      flymake-no-changes-timeout 0.1
      make-backup-files nil
      auto-save-default nil)

(defvar root (file-name-as-directory (getenv "VAULT")))
(defvar seen nil)
(setq project-find-functions (list (lambda (_folder) (cons 'transient root))))

(defun wait-for (what check)
  "Wait until CHECK gives something; WHAT says what that is."
  (let ((end (+ (float-time) 30)))
    (while (and (not (funcall check)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (unless (funcall check) (error "Waited in vain for %s" what))))

(defun note (key value) "Write down VALUE under KEY." (push (cons key value) seen))

(defun rules ()
  "The rules of the diagnostics of this buffer."
  (mapcar (lambda (each) (flymake-diagnostic-text each)) (flymake-diagnostics)))

(defun has (rule)
  "Whether a diagnostic of RULE is shown."
  (seq-some (lambda (text) (string-match-p (regexp-quote rule) text)) (rules)))

(defun visit (path)
  "Open the note at PATH and let eglot manage it."
  (find-file (concat root path))
  (unless (eglot-managed-p) (call-interactively #'eglot))
  (wait-for "eglot" #'eglot-managed-p)
  (flymake-mode 1))

(defun go (text offset)
  "Go to the first TEXT in the buffer, and OFFSET characters further."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (+ (match-beginning 0) offset)))

(defun line () "The text of this line." (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(condition-case fault
    (progn
      (visit "essays/Kettle.md")
      (wait-for "problems" (lambda () (flymake-start) (has "broken-link")))
      (let ((found (seq-find (lambda (each) (string-match-p "there is no note" (flymake-diagnostic-text each)))
                             (flymake-diagnostics))))
        (note 'problem (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))
      (go "Cup#Handle" 5)
      (let ((place (car (xref-backend-definitions 'eglot "LSP identifier at point."))))
        (note 'definition (file-name-nondirectory (xref-location-group (xref-item-location place))))
        (note 'line (xref-location-line (xref-item-location place))))
      (goto-char (point-max))
      (insert "- [[te")
      (let* ((table (eglot-completion-at-point))
             (all (all-completions "" (nth 2 table))))
        (note 'completion (substring-no-properties (car all))))
      (delete-region (line-beginning-position) (point-max))
      (save-current-buffer (find-file-noselect (concat root "essays/Cup.md"))) ; else eglot asks
      (go "Cup#Handle" 5)
      (eglot--signal-textDocument/didChange) ; eglot does so when Emacs is idle, which a batch never is
      (eglot-rename "Grip")
      (go "壶嘴" 0)
      (note 'renamed (line))
      (note 'renamed_there
            (with-current-buffer (find-file-noselect (concat root "essays/Cup.md")) (go "### " 0) (line)))
      (visit "essays/Spoon.md")
      (wait-for "problems there" (lambda () (flymake-start) (has "trailing-space")))
      (let ((actions (eglot-code-actions (point-min) (point-max) "source.fixAll.vaultlint")))
        (eglot--apply-workspace-edit (plist-get (car actions) :edit)))
      (go "It stirs" 0)
      (note 'fixed (line))
      (eglot-shutdown (eglot-current-server)))
  (error (note 'fault (format "%S %S" fault (rules)))))

(with-temp-file (getenv "SEEN") (insert (json-encode seen)))
(set-buffer-modified-p nil)
(kill-emacs 0)
