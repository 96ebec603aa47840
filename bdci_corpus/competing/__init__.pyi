from .commitment import Answer as Answer, Promise as Promise, promise as promise, root_of as root_of
from .contract import SEPARATOR as SEPARATOR, USAGE as USAGE, USAGES as USAGES
from .opening import (
    promise_problems as promise_problems,
    proof as proof,
    proof_problems as proof_problems,
    revealed as revealed,
    revealed_problems as revealed_problems,
    solution_line as solution_line,
)
from .revealing import reveal as reveal, verify as verify
from .secret import secret_of as secret_of
