import torch


def _area(box):
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def _overlap(a, b):
    """Intersection over union of two boxes (x1, y1, x2, y2)."""
    shared = _area((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))
    union = _area(a) + _area(b) - shared
    return shared / union if union else 0


def nms(boxes, scores, iou_threshold):
    """Indices of the boxes that no better box covers by more than `iou_threshold`, best first."""
    places, values = boxes.tolist(), scores.tolist()
    kept = []
    for i in sorted(range(len(values)), key=lambda i: -values[i]):
        if all(_overlap(places[i], places[k]) <= iou_threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)
