"""The counting query of `status` and `report progress`, by the bare sqlite3 module: the other side of that measure."""

import sqlite3
import sys

rows = sqlite3.connect(sys.argv[1]).execute("select language, status, count(*) from versions group by language, status").fetchall()
print(*(f"{language} {status} {count}" for language, status, count in rows), sep="\n")
