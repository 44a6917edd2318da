"""SynthesisVR: an arcade's VR sessions, goods and customers."""

from bot.vendors.synthesisvr.adapter import VENDOR

__all__ = ["VENDOR"]
