// Command server is the orders and user service on Echo.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/labstack/echo/v5"
)

const (
	// idleTimeout and readHeaderTimeout are equal so that a connection opened
	// early and used late is not cut off sooner than one that is kept alive.
	idleTimeout       = 75 * time.Second
	readHeaderTimeout = 75 * time.Second
	messageTimeout    = 120 * time.Second
	shutdownTimeout   = time.Second
	startTimeout      = 8 * time.Second
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

// run serves until SIGTERM or SIGINT. What is in flight then is finished, or
// cut off after shutdownTimeout.
func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	cores, err := strconv.Atoi(envOr("CORES", "1"))
	if err != nil || cores < 1 {
		return fmt.Errorf("CORES must be a whole number from 1, not %q", os.Getenv("CORES"))
	}
	runtime.GOMAXPROCS(cores)

	api := &api{}
	if dsn := os.Getenv("DATABASE_URL"); dsn != "" {
		secret := os.Getenv("JWT_SECRET")
		if secret == "" {
			return errors.New("JWT_SECRET is missing: with DATABASE_URL it must be set")
		}
		starting, cancel := context.WithTimeout(ctx, startTimeout)
		defer cancel()
		users, err := openUsers(starting, dsn)
		if err != nil {
			return err
		}
		defer users.Close()
		api.users = users
		api.tokens = newTokens([]byte(secret))
	}

	router, err := api.router()
	if err != nil {
		return err
	}
	return serve(ctx, router)
}

// serve is Echo's own start, with timeouts of this service.
func serve(ctx context.Context, router *echo.Echo) error {
	var server *http.Server
	config := echo.StartConfig{
		Address:         net.JoinHostPort(envOr("HOST", "127.0.0.1"), envOr("PORT", "3000")),
		HideBanner:      true,
		HidePort:        true,
		GracefulTimeout: shutdownTimeout,
		BeforeServeFunc: func(s *http.Server) error {
			s.ReadHeaderTimeout = readHeaderTimeout
			s.ReadTimeout = messageTimeout
			s.WriteTimeout = messageTimeout
			s.IdleTimeout = idleTimeout
			server = s
			return nil
		},
		// A connection that never sent a request counts as busy for five
		// seconds, so running out of time is no failure: cut it off.
		OnShutdownError: func(err error) {
			if errors.Is(err, context.DeadlineExceeded) {
				err = server.Close()
			}
			if err != nil {
				router.Logger.Error("stopping", "error", err)
			}
		},
	}
	return config.Start(ctx, router)
}

func envOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
