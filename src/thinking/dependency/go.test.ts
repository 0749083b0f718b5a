import { expect, it } from 'vitest';
import { moduleFolder, parseGoMod, parseLinked } from './go.ts';

const MOD = `module bakeoff.example/contenders/go-gin

go 1.26

require github.com/joho/godotenv v1.5.1 // only for tests

require (
	github.com/gin-gonic/gin v1.12.0
	github.com/go-sql-driver/mysql v1.10.1
)

require (
	filippo.io/edwards25519 v1.2.0 // indirect
	github.com/bytedance/sonic v1.15.0 // indirect; not linked
	github.com/modern-go/concurrent v0.0.0-20180306012644-bacd9c7ef1dd // indirect
)

replace github.com/gin-gonic/gin => github.com/Somebody/gin v1.12.1
`;

const LINKED = [
  './server: go1.26.8',
  '\tpath\tbakeoff.example/contenders/go-gin',
  '\tmod\tbakeoff.example/contenders/go-gin\t(devel)\t',
  '\tdep\tfilippo.io/edwards25519\tv1.2.0\th1:crnVqOiS4jqYleHd9vaKZ+HKtHfllngJIiOpNpoJsjo=',
  '\tdep\tgithub.com/gin-gonic/gin\tv1.12.0',
  '\t=>\tgithub.com/Somebody/gin\tv1.12.1\th1:b3YAbrZtnf8N//yjKeU2+MQsh2mY5htkZidOM7O0wG8=',
  '\tdep\tgithub.com/go-sql-driver/mysql\tv1.10.1\th1:arlSnNLq6a5yxGxV7qg9lF4j0C+KwD6NbQyKr9QL6ME=',
  '\tbuild\t-trimpath=true',
];

it('a go.mod gives each required module once, with whether only another one asks for it', () => {
  expect(parseGoMod(MOD)).toEqual([
    { path: 'github.com/joho/godotenv', version: 'v1.5.1', indirect: false },
    { path: 'github.com/gin-gonic/gin', version: 'v1.12.0', indirect: false },
    { path: 'github.com/go-sql-driver/mysql', version: 'v1.10.1', indirect: false },
    { path: 'filippo.io/edwards25519', version: 'v1.2.0', indirect: true },
    { path: 'github.com/bytedance/sonic', version: 'v1.15.0', indirect: true },
    { path: 'github.com/modern-go/concurrent', version: 'v0.0.0-20180306012644-bacd9c7ef1dd', indirect: true },
  ]);
});

it('a binary says which of them are in it, and where replaced ones came from', () => {
  const linked = parseLinked(LINKED, parseGoMod(MOD));
  expect(linked.map(({ name, direct }) => [name, direct])).toEqual([
    ['filippo.io/edwards25519', false],
    ['github.com/gin-gonic/gin', true],
    ['github.com/go-sql-driver/mysql', true],
  ]);
  expect(linked[1]?.source).toEqual({ path: 'github.com/Somebody/gin', version: 'v1.12.1' });
  expect(moduleFolder(linked[1]!.source)).toBe('github.com/!somebody/gin@v1.12.1');
});
