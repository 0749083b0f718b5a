// Command server is the orders, users, shop, feed, stock, stream and chat service on Go's own net/http.
package main

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"sync"
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

	settings, err := readSettings(os.Getenv)
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(settings.cores)

	starting, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	api, err := openAPI(starting, settings)
	if err != nil {
		return err
	}
	defer api.Close()

	server := &http.Server{
		Addr:              net.JoinHostPort(settings.host, settings.port),
		Handler:           api.routes(),
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       messageTimeout,
		WriteTimeout:      messageTimeout,
		IdleTimeout:       idleTimeout,
	}
	return serve(ctx, server, &api.chat)
}

func serve(ctx context.Context, server *http.Server, rooms *chat) error {
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	draining, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	// The server does not know the chat's connections any more.
	var leaving sync.WaitGroup
	leaving.Go(func() { rooms.stop(draining) })
	defer leaving.Wait()
	err := server.Shutdown(draining)
	if errors.Is(err, context.DeadlineExceeded) {
		// A connection that never sent a request counts as busy for five
		// seconds, so running out of time is no failure.
		return server.Close()
	}
	return err
}
