class matmul:
    allow_tf32 = False
