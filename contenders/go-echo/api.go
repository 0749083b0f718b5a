package main

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"
	"github.com/labstack/echo/v5/middleware"
)

const maxBody = 1 << 20

// api answers the routes. Without a database users and tokens are nil and
// GET /user answers 503.
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

// router gives an Echo without an access log, with this service's own binder,
// validator and form of errors.
func (a *api) router() (*echo.Echo, error) {
	rules, err := newRules()
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.Validator = rules
	e.Binder = jsonBinder{}
	e.HTTPErrorHandler = answerError
	e.Use(middleware.Recover())

	e.GET("/health", func(c *echo.Context) error {
		return c.JSON(http.StatusOK, health{Status: "ok"})
	})
	e.GET("/hello", func(c *echo.Context) error {
		return c.JSON(http.StatusOK, greeting{Message: "Hello, World!"})
	})
	e.POST("/orders", a.postOrder, middleware.BodyLimit(maxBody))
	e.GET("/user", a.getUser)
	return e, nil
}

func (a *api) postOrder(c *echo.Context) error {
	var o order
	if err := c.Bind(&o); err != nil {
		return err
	}
	if err := c.Validate(&o); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, priceOrder(&o))
}

func (a *api) getUser(c *echo.Context) error {
	if a.users == nil {
		return echo.NewHTTPError(http.StatusServiceUnavailable, "no database configured")
	}
	request := c.Request()
	email, ok := a.tokens.verifiedEmail(request.Header.Get(echo.HeaderAuthorization))
	if !ok {
		return echo.NewHTTPError(http.StatusUnauthorized, "unauthorized")
	}
	found, err := a.users.byEmail(request.Context(), email)
	if errors.Is(err, errNoUser) {
		return echo.NewHTTPError(http.StatusNotFound, "not found")
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, found)
}

// answerError is the one place where errors become answers. What no handler
// foresaw is logged and answered without its text.
func answerError(c *echo.Context, err error) {
	if response, unwrapErr := echo.UnwrapResponse(c.Response()); unwrapErr == nil && response.Committed {
		return
	}
	status, text := http.StatusInternalServerError, "internal error"
	if foreseen, ok := errors.AsType[*echo.HTTPError](err); ok {
		status, text = foreseen.Code, foreseen.Message
	} else if code := echo.StatusCode(err); code != 0 {
		status, text = code, http.StatusText(code)
	}
	if status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
		c.Logger().Error("request failed", "method", c.Request().Method, "path", c.Path(), "error", err)
	}
	if writeErr := c.JSON(status, problem{text}); writeErr != nil {
		c.Logger().Error("answering an error failed", "error", errors.Join(err, writeErr))
	}
}
