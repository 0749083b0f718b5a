// Command server is the orders and user service on Gin.
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
	server := &http.Server{
		Addr:              net.JoinHostPort(envOr("HOST", "127.0.0.1"), envOr("PORT", "3000")),
		Handler:           router,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       messageTimeout,
		WriteTimeout:      messageTimeout,
		IdleTimeout:       idleTimeout,
	}
	return serve(ctx, server)
}

func serve(ctx context.Context, server *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	draining, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	err := server.Shutdown(draining)
	if errors.Is(err, context.DeadlineExceeded) {
		// A connection that never sent a request counts as busy for five
		// seconds, so running out of time is no failure.
		return server.Close()
	}
	return err
}

func envOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
