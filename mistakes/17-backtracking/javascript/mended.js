const NAME = /^\w+(?:\s\w+)*\s?$/u;

export const isName = (text) => NAME.test(text);
