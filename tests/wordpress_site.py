"""A WordPress for one test session, from Debian's packages: everything it writes lies in a folder that goes with it.

Packages: wordpress php-cli php-mysql php-xml php-mbstring mariadb-server-core. Where one is missing, the tests that need it are skipped.
Polylang is no package; a must-use plugin keeps languages and groups as it does, in the same taxonomies, and shows them as its REST fields do.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PACKAGED = Path("/usr/share/wordpress")
PHP = ("-d", "error_reporting=E_ERROR", "-d", "display_errors=0", "-d", "sendmail_path=/bin/true", "-d", "memory_limit=256M")
KEYS = ["AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY", "AUTH_SALT", "SECURE_AUTH_SALT", "LOGGED_IN_SALT", "NONCE_SALT"]
CONFIG = """<?php
define( 'DB_NAME', 'wp' ); define( 'DB_USER', 'root' ); define( 'DB_PASSWORD', '' ); define( 'DB_HOST', 'localhost:%(socket)s' ); define( 'DB_CHARSET', 'utf8mb4' );
%(keys)s
$table_prefix = 'wp_'; define( 'WP_HOME', '%(url)s' ); define( 'WP_SITEURL', WP_HOME ); define( 'WP_ENVIRONMENT_TYPE', 'local' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true ); define( 'AUTOMATIC_UPDATER_DISABLED', true ); define( 'DISABLE_WP_CRON', true ); define( 'WP_DEBUG', false );
if ( ! defined( 'ABSPATH' ) ) { define( 'ABSPATH', __DIR__ . '/' ); }
require_once ABSPATH . 'wp-settings.php';
"""
START = """<?php
list( , $site, $url ) = $argv;
$_SERVER = array( 'HTTP_HOST' => substr( $url, 7 ), 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/', 'PHP_SELF' => '/index.php' ) + $_SERVER;
"""
INSTALL = (
    START
    + """define( 'WP_INSTALLING', true );
require $site . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'The Harbour Post', 'admin', 'admin@example.test', true, '', 'a-password', 'en_US' );
update_option( 'permalink_structure', '/%year%/%postname%/' );
global $wp_rewrite; $wp_rewrite->init(); $wp_rewrite->flush_rules( false );
foreach ( get_posts( array( 'post_type' => array( 'post', 'page' ), 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) { wp_delete_post( $post->ID, true ); }
$out = array();
foreach ( array( 'reader' => 'subscriber', 'writer' => 'author', 'chief' => 'editor' ) as $login => $role ) {
  wp_insert_user( array( 'user_login' => $login, 'user_pass' => 'x', 'role' => $role, 'user_email' => "$login@example.test" ) );
}
foreach ( array( 'admin', 'reader', 'writer', 'chief' ) as $login ) {
  list( $out[ $login ] ) = WP_Application_Passwords::create_new_application_password( get_user_by( 'login', $login )->ID, array( 'name' => 'tests' ) );
}
echo json_encode( $out );
"""
)
EXPORT = (
    START
    + """define( 'WP_ADMIN', true );
require "$site/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/export.php';
wp_set_current_user( 1 );
export_wp( array( 'content' => 'all' ) );
"""
)
MANY = (
    START
    + """require "$site/wp-load.php";
wp_set_current_user( 1 );
for ( $number = 1; $number <= $argv[3]; $number++ ) {
  $date = gmdate( 'Y-m-d H:i:s', 1700000000 + 3600 * $number );
  $text = "<!-- wp:paragraph -->\n<p>Notice number $number: the pier is closed on day $number of the year, and $number boats stay in the harbour.</p>\n<!-- /wp:paragraph -->";
  wp_insert_post( array( 'post_title' => "Notice $number", 'post_content' => $text, 'post_status' => 'publish', 'post_date' => $date, 'post_date_gmt' => $date ) );
}
"""
)
ROUTER = """<?php
$file = $_SERVER['DOCUMENT_ROOT'] . parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( is_file( $file ) ) { return false; }
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
"""
LANGUAGES = """<?php
add_action( 'init', function () {
  foreach ( array( 'language', 'post_translations' ) as $name ) { register_taxonomy( $name, array( 'post', 'page' ), array( 'public' => false, 'rewrite' => false ) ); }
} );
add_action( 'rest_api_init', function () {
  $first = function ( $id, $taxonomy ) { $found = get_the_terms( $id, $taxonomy ); return $found && ! is_wp_error( $found ) ? $found[0] : null; };
  register_rest_field( array( 'post', 'page' ), 'lang', array(
    'get_callback' => function ( $post ) use ( $first ) { $term = $first( $post['id'], 'language' ); return $term ? $term->slug : false; },
    'update_callback' => function ( $value, $post ) { wp_set_object_terms( $post->ID, $value, 'language' ); },
  ) );
  register_rest_field( array( 'post', 'page' ), 'translations', array(
    'get_callback' => function ( $post ) use ( $first ) { $term = $first( $post['id'], 'post_translations' ); return (object) ( $term ? unserialize( $term->description ) : array() ); },
    'update_callback' => function ( $value, $post ) {
      $name = 'pll_' . min( $value );
      $kept = array( 'description' => serialize( array_map( 'intval', $value ) ) );
      $term = term_exists( $name, 'post_translations' );
      $term = $term ? wp_update_term( (int) $term['term_id'], 'post_translations', $kept ) : wp_insert_term( $name, 'post_translations', $kept );
      foreach ( $value as $id ) { wp_set_object_terms( (int) $id, array( (int) $term['term_id'] ), 'post_translations' ); }
    },
  ) );
} );
"""


@dataclass(frozen=True)
class WordPress:
    """A running site. `passwords`: application passwords by login: admin, chief (an editor), writer (an author), reader (a subscriber)."""

    folder: Path
    url: str
    passwords: dict[str, str]

    def rest(self, route: str, **values: Any) -> Any:
        """Writes through the REST API as admin, with a POST; gives what it answers."""
        login = base64.b64encode(f"admin:{self.passwords['admin']}".encode()).decode()
        asked = urllib.request.Request(f"{self.url}/wp-json/wp/v2/{route}", json.dumps(values).encode(), {"Content-Type": "application/json", "Authorization": f"Basic {login}"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)

    def ask(self, route: str, *, login: str = "admin", method: str = "GET", **query: Any) -> Any:
        """Reads through the REST API (or does, with `method`), by default as admin."""
        known = base64.b64encode(f"{login}:{self.passwords[login]}".encode()).decode()
        asked = urllib.request.Request(f"{self.url}/wp-json/{route}?{urllib.parse.urlencode(query)}", headers={"Authorization": f"Basic {known}"}, method=method)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)

    def php(self, script: str) -> str:
        """What a piece of PHP prints there, run as admin."""
        return _php(self.folder, "piece", f'{START}require "$site/wp-load.php"; wp_set_current_user( 1 );\n{script}', self.folder / "site", self.url).decode()

    def companion(self, *, there: bool) -> None:
        """Puts our companion plugin there, or takes it away."""
        from translate_flow.channels import wordpress

        place = self.folder / "site" / "wp-content" / "mu-plugins" / "translate-flow.php"
        if there:
            place.write_bytes(wordpress.companion())
        else:
            place.unlink(missing_ok=True)

    def polylang(self, source: Path) -> None:
        """Puts a real Polylang there in place of what stands for it, with Spanish, Portuguese and English."""
        content = self.folder / "site" / "wp-content"
        (content / "mu-plugins" / "languages.php").unlink(missing_ok=True)
        shutil.copytree(source, content / "plugins" / "polylang", dirs_exist_ok=True)
        self.php("require_once ABSPATH . 'wp-admin/includes/plugin.php'; $e = activate_plugin( 'polylang/polylang.php' ); if ( is_wp_error( $e ) ) { echo $e->get_error_message(); exit( 1 ); }")
        languages = {"en": "en_US", "es": "es_ES", "pt": "pt_PT"}
        for code, locale in languages.items():
            self.php(f"require_once ABSPATH . 'wp-admin/includes/admin.php'; $o = get_option( 'polylang' ); $m = new PLL_Admin_Model( $o ); $m->add_language( array( 'name' => '{code}', 'slug' => '{code}', 'locale' => '{locale}', 'rtl' => 0, 'term_group' => 0 ) );")

    def fill(self, count: int) -> None:
        """So many posts, of days that are long gone."""
        _php(self.folder, "many", MANY, self.folder / "site", self.url, count)

    def export(self, path: Path) -> Path:
        """What Tools → Export writes."""
        path.write_bytes(_php(self.folder, "export", EXPORT, self.folder / "site", self.url))
        return path


SERVER = shutil.which("mariadbd", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])) or "mariadbd"  # not on everybody's path


def missing() -> list[str]:
    """What of it is not installed."""
    programs = {"php": "php-cli", SERVER: "mariadb-server-core", "mariadb-install-db": "mariadb-server-core"}
    found = {package for program, package in programs.items() if not shutil.which(program)}
    if not (PACKAGED / "wp-includes").is_dir():
        found.add("wordpress")
    if shutil.which("php"):
        modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=False).stdout.lower().split()
        found |= {package for module, package in {"mysqli": "php-mysql", "simplexml": "php-xml", "mbstring": "php-mbstring"}.items() if module not in modules}
    return sorted(found)


@contextmanager
def running(workers: int = 1) -> Iterator[WordPress]:
    """A fresh site on this machine, gone afterwards; answers `workers` at once. Skips where packages are missing."""
    if lacking := missing():
        pytest.skip(f"no WordPress: Debian's packages {', '.join(lacking)} are not installed")
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="wp-", dir=memory if memory.is_dir() and os.access(memory, os.W_OK) else None))  # short: a socket's path ends at 107 bytes
    started: list[subprocess.Popen[bytes]] = []
    try:
        yield _start(folder, started, workers)
    finally:
        for process in reversed(started):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, started: list[subprocess.Popen[bytes]], workers: int = 1) -> WordPress:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    site = folder / "site"
    _database(folder, started)
    shutil.copytree(PACKAGED, site)
    (site / "wp-config.php").unlink(missing_ok=True)
    keys = " ".join(f"define( '{key}', 'tests-{key}' );" for key in KEYS)
    (site / "wp-config.php").write_text(CONFIG % {"socket": folder / "db.sock", "url": url, "keys": keys})
    plugins = site / "wp-content" / "mu-plugins"
    plugins.mkdir(exist_ok=True)
    (plugins / "languages.php").write_text(LANGUAGES)
    passwords = json.loads(_php(folder, "install", INSTALL, site, url))
    (folder / "router.php").write_text(ROUTER)
    several = ("env", f"PHP_CLI_SERVER_WORKERS={workers}") if workers > 1 else ()
    _run(folder, started, *several, "php", *PHP, "-d", "opcache.enable_cli=1", "-S", url.removeprefix("http://"), "-t", str(site), str(folder / "router.php"))
    for _ in range(400):
        with suppress(OSError), urllib.request.urlopen(f"{url}/wp-json/?_fields=name", timeout=30):
            return WordPress(folder, url, passwords)
        time.sleep(0.05)
    raise AssertionError(f"WordPress did not start: {(folder / 'php.log').read_text()[-500:]}")


def _database(folder: Path, started: list[subprocess.Popen[bytes]]) -> None:
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    fast = ("--skip-log-bin", "--innodb-log-file-size=16M", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0")
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={folder}/data", f"--user={user}", "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve", *fast],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    options = (f"--user={user}", f"--datadir={folder}/data", f"--socket={folder}/db.sock", "--skip-networking", "--skip-name-resolve", "--innodb-buffer-pool-size=32M", *fast)
    _run(folder, started, SERVER, "--no-defaults", *options)
    make = "$m = @mysqli_connect('localhost', 'root', '', '', 0, $argv[1]); exit($m && $m->query('CREATE DATABASE IF NOT EXISTS wp CHARACTER SET utf8mb4') ? 0 : 1);"
    for _ in range(400):
        if subprocess.run(["php", "-r", make, f"{folder}/db.sock"], capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise AssertionError(f"MariaDB did not start: {(folder / 'mariadbd.log').read_text()[-500:]}")


def _run(folder: Path, started: list[subprocess.Popen[bytes]], *words: str) -> None:
    with (folder / f"{Path(words[0]).name}.log").open("wb") as log:
        started.append(subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True))


def _php(folder: Path, name: str, script: str, *words: object) -> bytes:
    path = folder / f"{name}.php"
    path.write_text(script)
    return subprocess.run(["php", *PHP, path, *map(str, words)], capture_output=True, check=True, timeout=120).stdout
