"""The network: a grey line 48 pixels high in, two columns of label scores per four pixels out.

Plain convolutions see the shapes, a stack of one-dimensional residual blocks
sees about 250 pixels of neighbourhood (some fifteen letters), no recurrence:
it runs fast on one core and its receptive field is known. The head gives two
label columns for each feature column, since a Thai consonant with a vowel and
a tone mark needs three labels within some twelve pixels.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Conv(nn.Sequential):
    """Convolution, batch norm, ReLU."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        size: tuple[int, int],
        stride: tuple[int, int] = (1, 1),
        pad: tuple[int, int] | None = None,
    ) -> None:
        padding = pad if pad is not None else (size[0] // 2, size[1] // 2)
        super().__init__(
            nn.Conv2d(inputs, outputs, size, stride, padding, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )


class Mix(nn.Module):
    """Residual block along the line: depthwise over columns, then two pointwise layers."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(
                channels, channels, (1, reach), 1, (0, reach // 2), groups=channels, bias=False
            ),
            nn.BatchNorm2d(channels),
            nn.Conv2d(channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.body(x))


class LineReader(nn.Module):
    """(N, 1, 48, W), 1 is ink → (N, W / 2, classes) log probabilities; W a multiple of 4."""

    def __init__(self, classes: int, width: int = 256, blocks: int = 6) -> None:
        super().__init__()
        self.classes = classes
        self.eyes = nn.Sequential(
            Conv(1, 32, (5, 5), (2, 2)),
            Conv(32, 48, (3, 3), (2, 2)),
            Conv(48, 64, (3, 3)),
            Conv(64, 96, (3, 3), (2, 1)),
            Conv(96, width, (6, 1), pad=(0, 0)),
        )
        self.mind = nn.Sequential(*[Mix(width, 11) for _ in range(blocks)])
        self.head = nn.Conv2d(width, classes * 2, 1)

    def forward(self, lines: Tensor) -> Tensor:
        seen = self.head(self.mind(self.eyes(lines))).float()  # (N, 2 * classes, 1, W / 4)
        n, _, _, columns = seen.shape
        pairs = seen.view(n, 2, self.classes, columns).permute(0, 3, 1, 2)
        return torch.log_softmax(pairs.reshape(n, columns * 2, self.classes), dim=-1)
