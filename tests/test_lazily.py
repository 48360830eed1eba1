"""Exported names load on first use, are kept, and unknown ones are named with those that exist."""

from __future__ import annotations

import subprocess
import sys

import pytest

from helpers import judging, rag


def test_a_package_loads_its_module_only_when_a_name_is_used():
    code = "import sys; from helpers import rag; a = 'helpers.rag.index' in sys.modules; rag.Index; "
    code += "print(a, 'helpers.rag.index' in sys.modules, 'Index' in vars(rag))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "True", "True"]


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(AttributeError, match=r"helpers\.rag has no 'Indx'; it has Hit, Index"):
        _ = rag.Indx
    assert "begin" in dir(judging)
