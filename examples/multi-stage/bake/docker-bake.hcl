variable "TAG" {
  default = "dev"
}

group "default" {
  targets = ["app", "test"]
}

target "app" {
  target = "final"
  tags   = ["greet:${TAG}"]
}

target "test" {
  target = "test"
  output = ["type=cacheonly"]
}
