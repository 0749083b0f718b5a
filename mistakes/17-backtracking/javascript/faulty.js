const NAME = /^(\w+\s?)+$/u;

export const isName = (text) => NAME.test(text);
