"""translate_flow: a newsroom's articles and their language versions, kept straight."""
