#!/usr/bin/env bash
# Rebuilds forceatlas2.js, the layout core of graphology-layout-forceatlas2 (MIT), from its npm package.
# Needs node and npm. Run it after changing a version below, and commit what it writes.
set -euo pipefail
version=0.10.1
esbuild=0.25.0
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-save --legacy-peer-deps "graphology-layout-forceatlas2@$version" "esbuild@$esbuild"
package=./node_modules/graphology-layout-forceatlas2
npx esbuild "$package/iterate.js" --bundle --minify --format=iife --global-name=forceAtlas2Step \
  --banner:js="/* graphology-layout-forceatlas2 $version, MIT: see LICENSE.forceatlas2 */" --outfile="$here/forceatlas2.js"
cp "$package/LICENSE.txt" "$here/LICENSE.forceatlas2"
