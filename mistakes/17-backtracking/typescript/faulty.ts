const NAME = /^(\w+\s?)+$/u;

export const isName = (text: string): boolean => NAME.test(text);
