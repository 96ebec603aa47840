"""Read a value that is nearly JSON: JSON5, or what Python or Mongo's shell print."""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Mapping

MAX_LITERAL = 1_000_000
"""The longest text that is read as Python writes it, in characters."""

_CONTROLS = json.JSONDecoder(strict=False)

_NAN, _INFINITY = float("nan"), float("inf")

_CONSTANTS: Mapping[str, object] = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": None,
    "nan": _NAN,
    "NaN": _NAN,
    "inf": _INFINITY,
    "Infinity": _INFINITY,
}


def lenient(text: str) -> object:
    """Return a value that is written as JSON, JSON5, or as Python or Mongo's shell print it.

    Raises:
        ValueError: it is none of these; says what JSON lacks.
    """
    problem = ValueError("it is nested too deeply")
    for parse in (json.loads, _CONTROLS.decode, _json5, _python):
        try:
            return parse(text)
        except ValueError as error:
            problem = error if parse is json.loads else problem
        except (SyntaxError, RecursionError, MemoryError):
            continue
    raise problem


def _json5(text: str) -> object:
    import pyjson5

    try:
        value: object = pyjson5.decode(text)
    except pyjson5.Json5Exception as error:
        raise ValueError(str(error)) from None
    return value


def _python(text: str) -> object:
    """Return a value as Python's ``repr`` writes it; what a call makes is its one argument."""
    if len(text) > MAX_LITERAL:
        raise MemoryError
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _literal(ast.parse(text.strip(), mode="eval").body)


def _literal(node: ast.expr) -> object:  # noqa: PLR0911 - a line a kind of node
    """Return what an expression says, without running it."""
    match node:
        case ast.Constant(value=str() | int() | float() | None as value):
            return value
        case ast.Dict(keys=keys, values=values):
            return {str(_literal(k)): _literal(v) for k, v in zip(keys, values, strict=True) if k is not None}
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return [_literal(element) for element in elements]
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.Call(args=[argument], keywords=[]):
            return _literal(argument)
        case ast.Call():
            return ast.unparse(node)
    raise ValueError(ast.dump(node)[:60])
