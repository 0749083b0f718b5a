package main

import (
	"encoding/json"
	"errors"
	"log"
	"mime"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/recover"
)

const (
	maxBody = 1 << 20
	// mostRead is where fasthttp stops reading. It then closes the connection
	// with the rest unread, and the reset that follows can cost the client the
	// answer. So bodies somewhat over maxBody are read, and refused in order.
	mostRead       = 4 << 20
	idleTimeout    = 75 * time.Second
	messageTimeout = 120 * time.Second
)

// api answers the routes. Without a database users and tokens are nil and
// GET /user answers 503.
//
// What a fiber.Ctx hands out (headers, path, body) lies in memory that fasthttp
// uses again for the next request. Handlers here keep none of it: encoding/json
// copies every string it reads, and the claims of a token come out of it, too.
type api struct {
	users  *users
	tokens *tokens
}

type problem struct {
	Error string `json:"error"`
}

type greeting struct {
	Message string `json:"message"`
}

type health struct {
	Status string `json:"status"`
}

func (a *api) app() (*fiber.App, error) {
	rules, err := newRules()
	if err != nil {
		return nil, err
	}
	app := fiber.New(fiber.Config{
		BodyLimit:       mostRead,
		StructValidator: rules,
		ErrorHandler:    answerError,
		// One path, one answer: /Hello and /hello/ are not /hello.
		CaseSensitive: true,
		StrictRouting: true,
		ReadTimeout:   messageTimeout,
		WriteTimeout:  messageTimeout,
		IdleTimeout:   idleTimeout,
	})
	// Answers given while stopping say that the connection ends with them.
	app.Server().CloseOnShutdown = true
	// Neither Fiber nor fasthttp catches a panic by itself.
	app.Use(recover.New())

	app.Get("/health", func(c fiber.Ctx) error {
		return c.JSON(health{Status: "ok"})
	})
	app.Get("/hello", func(c fiber.Ctx) error {
		return c.JSON(greeting{Message: "Hello, World!"})
	})
	app.Post("/orders", a.postOrder)
	app.Get("/user", a.getUser)
	return app, nil
}

func (a *api) postOrder(c fiber.Ctx) error {
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEApplicationJSON {
		return fiber.NewError(fiber.StatusUnsupportedMediaType, "the body must be application/json")
	}
	if len(c.BodyRaw()) > maxBody {
		return fiber.ErrRequestEntityTooLarge
	}
	// Fiber would unpack the body, and its limit does not hold for what comes out.
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return fiber.NewError(fiber.StatusUnsupportedMediaType, "the body must not be compressed")
	}
	var o order
	if err := c.Bind().JSON(&o); err != nil {
		return refused(err)
	}
	return c.JSON(priceOrder(&o))
}

// refused tells a body that is not JSON from JSON that breaks a rule.
func refused(err error) error {
	if foreseen, ok := errors.AsType[*fiber.Error](err); ok {
		return foreseen
	}
	if _, malformed := errors.AsType[*json.SyntaxError](err); malformed {
		return fiber.NewError(fiber.StatusBadRequest, err.Error())
	}
	return fiber.NewError(fiber.StatusUnprocessableEntity, err.Error())
}

func (a *api) getUser(c fiber.Ctx) error {
	if a.users == nil {
		return fiber.NewError(fiber.StatusServiceUnavailable, "no database configured")
	}
	email, ok := a.tokens.verifiedEmail(c.Get(fiber.HeaderAuthorization))
	if !ok {
		return fiber.NewError(fiber.StatusUnauthorized, "unauthorized")
	}
	found, err := a.users.byEmail(c.Context(), email)
	if errors.Is(err, errNoUser) {
		return fiber.NewError(fiber.StatusNotFound, "not found")
	}
	if err != nil {
		return err
	}
	return c.JSON(found)
}

// answerError is the one place where errors become answers, those of Fiber and
// fasthttp included. What no handler foresaw is logged and answered without its
// text.
func answerError(c fiber.Ctx, err error) error {
	if foreseen, ok := errors.AsType[*fiber.Error](err); ok {
		return c.Status(foreseen.Code).JSON(problem{foreseen.Message})
	}
	log.Printf("%s %s: %v", c.Method(), c.Path(), err)
	return c.Status(fiber.StatusInternalServerError).JSON(problem{"internal error"})
}
