from torchvision.ops.boxes import nms
