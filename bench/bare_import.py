"""A WordPress export parsed with lxml, its texts inserted with bare sqlite3 in one transaction: the other side of `import`."""

import sqlite3
import sys

from lxml import etree

NAMES = {"content": "{http://purl.org/rss/1.0/modules/content/}encoded", "excerpt": "{http://wordpress.org/export/1.2/excerpt/}encoded"}


def texts(path):
    for _, item in etree.iterparse(path, tag="item", resolve_entities=False, no_network=True, huge_tree=True):
        yield item.findtext("link"), item.findtext("title"), item.findtext(NAMES["excerpt"]), item.findtext(NAMES["content"])
        item.clear()
        while item.getprevious() is not None:
            del item.getparent()[0]


connection = sqlite3.connect(sys.argv[2])
connection.execute("create table texts (id integer primary key, link text, title text, excerpt text, content text)")
with connection:
    connection.executemany("insert into texts (link, title, excerpt, content) values (?, ?, ?, ?)", texts(sys.argv[1]))
