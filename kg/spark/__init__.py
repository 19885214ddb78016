"""The same work on a Spark cluster: the functions of one machine, run where the lines are.

Spark reads and writes (any Hadoop path), keeps the order of nothing, and does a task again that fails. So each line is
known by its file and number, and all that a task has to say goes into its output, which Spark commits once: quads,
rejections, counts and the summary of the corpus alike.
"""
