"""How a character may be read: pypinyin's dictionary of characters, without its dictionary of phrases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path


@cache
def pinyin_dictionary() -> Mapping[int, str]:
    """Return the readings of characters by code point, with tone marks and between commas.

    Importing pypinyin reads its phrases as well, which take 40 MB and a quarter of a second in each process that
    reads files; so its dictionary of characters is taken from its own file, where there is one.
    """
    package = find_spec("pypinyin")
    for folder in (package.submodule_search_locations or ()) if package else ():
        spec = spec_from_file_location("_pypinyin_characters", Path(folder) / "pinyin_dict.py")
        if spec is None or spec.loader is None or not Path(spec.origin or "").is_file():
            continue
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        own: Mapping[int, str] = module.pinyin_dict
        return own
    from pypinyin.constants import PINYIN_DICT

    whole: Mapping[int, str] = PINYIN_DICT
    return whole
