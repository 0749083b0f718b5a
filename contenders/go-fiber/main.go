// Command server is the orders and user service on Fiber.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v3"
)

const (
	shutdownTimeout = time.Second
	startTimeout    = 8 * time.Second
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

	app, err := api.app()
	if err != nil {
		return err
	}
	return serve(ctx, app)
}

// serve does not leave the stopping to ListenConfig.GracefulContext: Listen
// returns as soon as the port is closed, before what is in flight is answered.
func serve(ctx context.Context, app *fiber.App) error {
	failed := make(chan error, 1)
	go func() {
		failed <- app.Listen(net.JoinHostPort(envOr("HOST", "127.0.0.1"), envOr("PORT", "3000")), fiber.ListenConfig{
			// Fiber's default serves IPv4 alone.
			ListenerNetwork:       fiber.NetworkTCP,
			DisableStartupMessage: true,
		})
	}()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	err := app.ShutdownWithTimeout(shutdownTimeout)
	if errors.Is(err, context.DeadlineExceeded) {
		// What is left ends with the process, which is what was promised.
		return nil
	}
	return err
}

func envOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
