"""Tiny GLiNER2 models with weights by chance: whatever they find, the way from there to a record is the real one."""

import string
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

needs_gliner = pytest.mark.skipif(
    not all(map(find_spec, ("torch", "gliner2"))),
    reason="GLiNER2 is not installed: pip install 'visits-kg[gliner]'",
)
ARCHITECTURES = ("span", "boundary")


def make_model(folder: Path, architecture: str = "span", *, positions: int = 1024, absolute: bool = False) -> Path:
    """Save a model; nothing is fetched.

    :param positions: how many tokens it reads at once; ``absolute``, that it breaks if there are more.
    """
    import torch
    from gliner2 import ExtractorConfig
    from gliner2.inference.engine import BoundaryExtractor, SpanExtractor

    torch.manual_seed(1)
    kinds = {"span": SpanExtractor, "boundary": BoundaryExtractor}
    config = ExtractorConfig(model_name="tiny", architecture=architecture)
    model = kinds[architecture](config, encoder_config=_encoder(positions, absolute=absolute), tokenizer=_tokenizer())
    model.save_pretrained(folder)
    return folder


def _encoder(positions: int, *, absolute: bool) -> Any:
    from transformers import BertConfig, DebertaV2Config

    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    if absolute:
        return BertConfig(**sizes, vocab_size=300, max_position_embeddings=positions)
    relative = {"relative_attention": True, "position_biased_input": False, "pos_att_type": ["p2c", "c2p"]}
    return DebertaV2Config(**sizes, **relative, vocab_size=300, max_position_embeddings=positions)


def _tokenizer() -> Any:
    """Words of letters: each word is a few tokens, as with a real one, and none is unknown."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = [*string.ascii_lowercase, *string.digits, *string.punctuation]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{one}" for one in letters)]
    model = models.WordPiece({piece: number for number, piece in enumerate(pieces)}, unk_token="[UNK]")
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names)
