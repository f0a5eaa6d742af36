# Says whether the tests have some programs of Debian's, and installs them where root may:
#   sh tools/packages.sh "what they are" PACKAGE…
set -eu

what=$1
shift
missing=""
if command -v dpkg-query >/dev/null 2>&1; then
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
else
    missing=" $*"
fi
if [ -z "$missing" ]; then
    echo "tests: $what of the system's packages" >&2
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "tests: installing the system packages$missing" >&2
    # shellcheck disable=SC2086 # several words
    if apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2; then
        exit 0
    fi
fi
echo "tests: $what: not all here, so the tests that need them are skipped. Install the system packages$missing" >&2
