# The migrations by themselves: up, compared with the models, down to nothing, and up again.
#   sh tools/schema.sh .venv/bin/translate-flow
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
desk="$1 --database $folder/schema.db --as check"
$desk init
$desk db check
$desk db downgrade base --yes
$desk db upgrade
$desk db check
