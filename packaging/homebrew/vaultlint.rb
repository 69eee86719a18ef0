# Untried here: it needs Homebrew and a release. `brew update-python-resources vaultlint` fills in what is installed;
# url and sha256 are those of the sdist of the release.
class Vaultlint < Formula
  include Language::Python::Virtualenv

  desc "Linter and fixer for Obsidian vaults"
  homepage "https://github.com/obsidian-vaultlint/vaultlint"
  url "https://github.com/obsidian-vaultlint/vaultlint.git", tag: "v0.1.0"
  license "MIT"

  depends_on "rust" => :build
  depends_on "libyaml"
  depends_on "python@3.13"

  def install
    virtualenv_install_with_resources
  end

  test do
    (testpath/"vaultlint.toml").write "sections = []\n"
    (testpath/"Home.md").write "[[nowhere]]\n"
    output = shell_output("#{bin}/vaultlint check --output-format concise", 1)
    assert_match "broken-link", output
  end
end
