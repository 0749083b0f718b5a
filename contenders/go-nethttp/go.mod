module bakeoff.example/contenders/go-nethttp

go 1.26

require (
	github.com/go-sql-driver/mysql v1.10.1
	github.com/golang-jwt/jwt/v5 v5.3.1
	github.com/gorilla/websocket v1.5.3
	github.com/hashicorp/golang-lru/v2 v2.0.7
)

require filippo.io/edwards25519 v1.2.0 // indirect
