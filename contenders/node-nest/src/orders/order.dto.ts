import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Contains,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

class CustomerDto {
  @Length(1, 200)
  id!: string;

  @Length(1, 200)
  name!: string;

  @Length(3, 254)
  @Contains('@')
  email!: string;

  @Matches(/^[A-Z]{2}$/)
  country!: string;
}

class LineDto {
  @Matches(/^SKU-[0-9]{6}$/)
  sku!: string;

  @Length(1, 200)
  name!: string;

  @IsIn(['books', 'garden', 'kitchen', 'music', 'tools'])
  category!: string;

  @IsInt()
  @Min(1)
  @Max(1000)
  quantity!: number;

  @IsInt()
  @Min(0)
  @Max(10_000_000)
  unitPriceCents!: number;

  @IsArray()
  @ArrayMaxSize(8)
  @Length(1, 40, { each: true })
  tags!: string[];
}

/** An order as clients send it; ValidationPipe checks each body against these rules. */
export class OrderDto {
  @Matches(/^ord-[0-9]{1,12}$/)
  id!: string;

  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
  placedAt!: string;

  @IsIn(['EUR', 'GBP', 'USD'])
  currency!: string;

  // ValidateNested alone lets null and lists through.
  @IsObject()
  @ValidateNested()
  @Type(() => CustomerDto)
  customer!: CustomerDto;

  @IsInt()
  @Min(0)
  @Max(100)
  discountPercent!: number;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => LineDto)
  lines!: LineDto[];

  // IsOptional would take null for a note that is missing.
  @ValidateIf((_, note) => note !== undefined)
  @MaxLength(2000)
  note?: string;
}
