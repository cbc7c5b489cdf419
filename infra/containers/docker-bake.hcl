# docker buildx bake -f infra/containers/docker-bake.hcl          (from the repository's root)
# All images from one compilation; TAG names the version, REGISTRY where they go.

variable "REGISTRY" { default = "localhost" }
variable "TAG" { default = "latest" }
variable "PLATFORMS" { default = "linux/amd64" }

group "default" {
  targets = ["function"]
}

target "programs" {
  context    = "."
  dockerfile = "infra/containers/programs.Containerfile"
  target     = "programs"
  platforms  = split(",", PLATFORMS)
}

target "function" {
  name = name
  matrix = {
    name = ["front", "api", "files", "notify", "reports", "load", "exchange", "clock", "admin"]
  }
  context    = "."
  dockerfile = "infra/containers/${name}.Containerfile"
  contexts   = { "localhost/zvarot-programs:latest" = "target:programs" }
  platforms  = split(",", PLATFORMS)
  tags       = ["${REGISTRY}/zvarot-${name}:${TAG}"]
}
