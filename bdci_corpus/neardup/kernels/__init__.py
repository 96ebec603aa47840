"""The loops of the comparison, as plain Python over arrays; ``compiled`` makes machine code of them."""
