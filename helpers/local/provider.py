"""The bundled model as a litellm provider."""


def register() -> None:
    raise NotImplementedError
